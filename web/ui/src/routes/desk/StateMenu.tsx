import { Button as AriaButton, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Desk, DeskAgent } from '../../api/client';
import { useBreaks } from '../../state/breaks';
import { isInCall, isOffer, type Phase, useDesk } from '../../state/desk';
import { formatDuration, plural } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { useServerNow } from '../../ui/time';
import { type Asking, changeState } from './actions';

/** The agent's state and how long; during a call the choice is what follows it. */
export function StateMenu({ desk, phase, asking }: { desk: Desk; phase: Phase; asking: Asking }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const { agent } = desk;
  const breaks = useBreaks();
  const during = isInCall(phase) || isOffer(phase) || phase === 'joining' || phase === 'supervising';
  const present = agent.state === 'available' && !agent.service;
  const word = t(present ? 'shift.present' : phase === 'placing' ? 'out.state' : `state.${agent.state}`);
  const choose = (key: string) => {
    if (key === '+available' || key === '+offline')
      void asking.ask(() => changeState({ state: key === '+offline' ? 'offline' : 'available' }));
    else void asking.ask(() => changeState({ state: 'break', reason: key }));
  };
  const chip = (
    <>
      <span className="visually-hidden">{t('shift.state')}</span>
      <span className={`dot dot-${agent.state}`} aria-hidden="true" />
      <span className="state-word" data-testid="agent-state" data-state={agent.state}>
        {word}
      </span>
      {agent.state === 'break' && agent.reason && <span className="state-reason">{breaks.nameOf(agent.reason)}</span>}
      {agent.state !== 'offline' && (
        <span className="timer timer-small">{formatDuration(now - Date.parse(agent.state_since))}</span>
      )}
    </>
  );
  if (agent.state === 'offline' || agent.state === 'wrap_up') return <div className="state-chip">{chip}</div>;
  return (
    <div className="state">
      <MenuTrigger>
        <AriaButton className="state-chip state-button" data-testid="state-menu">
          {chip}
          <Icon name="down" size={16} />
        </AriaButton>
        <Popover className="popover" placement="bottom start">
          <Menu className="menu" onAction={(key) => choose(String(key))}>
            {(agent.state === 'break' || during) && (
              <MenuItem id="+available" className="menu-item" data-testid="state-available">
                {during ? t('state.available') : t('shift.back')}
              </MenuItem>
            )}
            <MenuSection>
              <Header className="menu-header">{during ? t('shift.after_call') : t('shift.take_break')}</Header>
              {breaks.choices.map(({ reason, name }) => (
                <MenuItem key={reason} id={reason} className="menu-item" data-testid={`break-${reason}`}>
                  {during ? `${t('state.break')}: ${name}` : name}
                </MenuItem>
              ))}
            </MenuSection>
            <MenuItem id="+offline" className="menu-item" data-testid="shift-end">
              {t('shift.end')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
      {during && agent.next_state && agent.next_state !== 'available' && (
        <span className="state-next">{t('shift.next', { state: t(`next.${agent.next_state}`) })}</span>
      )}
    </div>
  );
}

export function PhoneLamp({ agent }: { agent: DeskAgent }) {
  const { t } = useTranslation();
  const phone = useDesk((store) => store.phone);
  let good: boolean;
  let words: string;
  if (agent.phone === 'desk') {
    good = agent.phone_reachable;
    words = good ? t('phone.desk_ready') : t('phone.desk_missing');
  } else if (phone.registration === 'registered') {
    good = true;
    words = phone.owner ? t('phone.registered') : t('phone.other_tab');
  } else {
    good = false;
    words = phone.registration === 'off' ? t('phone.off') : t('phone.connecting');
    if (phone.registration === 'elsewhere') words = t('phone.elsewhere');
  }
  return (
    <span className={`lamp lamp-${good ? 'on' : 'off'}`} data-testid="phone-lamp" data-ready={good}>
      <Icon name="headset" size={14} />
      {words}
    </span>
  );
}

export function LineCount({ line }: { line: Desk['line'] }) {
  const { t } = useTranslation();
  if (line.waiting === 0) return <p className="line-count muted">{t('line.nobody')}</p>;
  return (
    <p className="line-count" data-testid="line-waiting">
      <Icon name="users" size={18} />
      <strong>{plural(line.waiting, 'заявник', 'заявники', 'заявників')}</strong> {t('line.waiting')}
      <span className="muted line-longest">
        {t('line.longest')} {formatDuration(line.longest_wait_ms)}
      </span>
    </p>
  );
}
