import { useTranslation } from 'react-i18next';
import type { HallAgent, HallCall } from '../../api/client';
import { useBreaks } from '../../state/breaks';
import { sinceOf } from '../../state/hall';
import { formatDuration, formatPhone } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Badge, Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';

interface HallAgentsProps {
  agents: HallAgent[];
  onSupervise(agent: HallAgent): void;
  onState(agent: HallAgent): void;
}

/** Everybody on shift, and below them those who are not. */
export function HallAgents({ agents, onSupervise, onState }: HallAgentsProps) {
  const { t } = useTranslation();
  const now = useServerNow();
  if (agents.length === 0) {
    return (
      <div className="panel empty">
        <p className="empty-title">{t('hall.nobody')}</p>
      </div>
    );
  }
  return (
    <table className="table panel hall-agents" data-testid="hall-agents">
      <caption className="visually-hidden">{t('hall.agents')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('hall.agent')}</th>
          <th scope="col">{t('hall.state')}</th>
          <th scope="col">{t('hall.call')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('hall.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {agents.map((agent) => (
          <tr key={agent.agent_id} data-testid={`hall-agent-${agent.agent_id}`} data-state={agent.state}>
            <td data-label={t('hall.agent')}>
              <span>
                <strong className="block">{agent.name}</strong>
                {agent.service && <span className="muted small block">{t(`service.${agent.service}`)}</span>}
              </span>
            </td>
            <td data-label={t('hall.state')}>
              <State agent={agent} now={now} />
            </td>
            <td data-label={t('hall.call')}>
              {agent.call && agent.state !== 'wrap_up' ? <Talk call={agent.call} now={now} /> : <span>—</span>}
            </td>
            <td data-label={t('hall.actions')}>
              <span className="row hall-buttons">
                {agent.may_supervise && (
                  <Button
                    size="small"
                    icon="headset"
                    onPress={() => onSupervise(agent)}
                    isDisabled={agent.call?.supervision !== undefined}
                    aria-label={t('hall.join_to', { name: agent.name })}
                    data-testid={`supervise-${agent.agent_id}`}
                  >
                    {t('hall.join')}
                  </Button>
                )}
                {agent.state !== 'offline' && (
                  <Button
                    size="small"
                    tone="quiet"
                    onPress={() => onState(agent)}
                    aria-label={t('hall.state_of', { name: agent.name })}
                    data-testid={`state-${agent.agent_id}`}
                  >
                    {t('hall.change_state')}
                  </Button>
                )}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ agent, now }: { agent: HallAgent; now: number }) {
  const { t } = useTranslation();
  const breaks = useBreaks();
  const overdue = agent.wrap_up_until !== undefined && Date.parse(agent.wrap_up_until) < now;
  return (
    <span className="hall-state">
      <span className={`dot dot-${agent.state}`} aria-hidden="true" />
      <span>
        {t(`state.${agent.state}`)}
        {agent.state === 'break' && agent.reason && `: ${breaks.nameOf(agent.reason)}`}
      </span>
      {agent.state !== 'offline' && (
        <span className={`timer timer-small ${overdue ? 'text-bad' : ''}`}>
          {formatDuration(now - Date.parse(agent.state_since))}
        </span>
      )}
      {agent.next_state && agent.next_state !== 'available' && (
        <span className="muted small block">{t('shift.next', { state: t(`next.${agent.next_state}`) })}</span>
      )}
      {!agent.phone_reachable && agent.state !== 'offline' && (
        <span className="text-bad small with-icon">
          <Icon name="alert" size={14} />
          {t('hall.no_line')}
        </span>
      )}
    </span>
  );
}

function Talk({ call, now }: { call: HallCall; now: number }) {
  const { t } = useTranslation();
  return (
    <span className="hall-talk">
      <span className="nowrap">{call.number ? formatPhone(call.number) : t('bar.withheld')}</span>
      <Badge tone={call.state === 'talking' ? 'good' : 'info'}>{t(`call_state.${call.state}`)}</Badge>
      <span className="timer timer-small">{formatDuration(now - sinceOf(call))}</span>
      {call.supervision && (
        <span className="flag flag-info" data-testid="hall-supervision">
          {t(`supervision.is_${call.supervision.mode}`, { name: call.supervision.name })}
        </span>
      )}
    </span>
  );
}
