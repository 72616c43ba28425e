import { useTranslation } from 'react-i18next';
import type { HallCall } from '../../api/client';
import { sinceOf } from '../../state/hall';
import { formatDuration, formatPhone } from '../../ui/format';
import { Badge, Panel } from '../../ui/kit';
import { useServerNow } from '../../ui/time';

const FRONT = 10; // had an agent, was lost, and comes first

/** Each line with those who wait, in the order in which they are served. */
export function HallLines({ calls }: { calls: HallCall[] }) {
  const { t } = useTranslation();
  const now = useServerNow();
  return (
    <div className="hall-lines">
      {(['information', 'organisation'] as const).map((service) => {
        const line = calls.filter((call) => call.service === service);
        return (
          <Panel
            key={service}
            title={t(`service.${service}`)}
            aside={<Badge tone={line.length > 0 ? 'warn' : 'plain'}>{line.length}</Badge>}
            data-testid={`hall-line-${service}`}
          >
            {line.length === 0 ? (
              <p className="muted">{t('line.nobody')}</p>
            ) : (
              <ol className="hall-line">
                {line.map((call) => (
                  <li key={call.id}>
                    <span className="nowrap">{call.number ? formatPhone(call.number) : t('bar.withheld')}</span>
                    <span className="timer timer-small">{formatDuration(now - sinceOf(call))}</span>
                    {call.state === 'offered' && <Badge tone="info">{t('call_state.offered')}</Badge>}
                    {call.priority >= FRONT && <Badge tone="bad">{t('hall.returned')}</Badge>}
                    {call.priority > 0 && call.priority < FRONT && (
                      <Badge tone="warn">{t('hall.priority', { priority: call.priority })}</Badge>
                    )}
                    {call.skill && <Badge>{call.skill}</Badge>}
                  </li>
                ))}
              </ol>
            )}
          </Panel>
        );
      })}
    </div>
  );
}
