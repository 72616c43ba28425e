import { useTranslation } from 'react-i18next';
import type { Desk } from '../../api/client';
import { useBreaks } from '../../state/breaks';
import { type Phase, useDesk } from '../../state/desk';
import { formatDuration, formatLongDay, formatTime, kyivDay } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';
import { changeState, useAsking } from './actions';
import { LastTalk } from './LastTalk';

const HINTS = 5;
const KEYS = [
  ['F2', 'answer'],
  ['⇧F2', 'hangup'],
  ['F4', 'hold'],
  ['F8', 'mute'],
  ['F9', 'transfer'],
  ['⇧F9', 'complete'],
  ['F6', 'conference'],
  ['Esc', 'cancel'],
  ['F7', 'pause'],
] as const;

/** Between calls: nothing to do, and it is plain that all is well. */
export function IdleView({ desk, phase }: { desk: Desk; phase: Phase }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const asking = useAsking();
  const breaks = useBreaks();
  const late = useDesk((store) => store.phone.late);
  const chief = !desk.agent.service;
  const resting = phase === 'break';
  const silent = resting && desk.agent.reason === 'no_answer';
  const hint = (Math.floor(Date.parse(kyivDay(now)) / 86_400_000) + HINTS) % HINTS;
  const back = () => void asking.ask(() => changeState({ state: 'available' }));
  return (
    <div className="hero">
      {silent && (
        <Alert tone="danger" data-testid="no-answer">
          {late ? t('shift.too_late') : t('shift.no_answer')}
        </Alert>
      )}
      <div className="hero-card hero-idle">
        <span className={`hero-sign ${resting ? 'hero-sign-break' : ''}`}>
          <Icon name={resting ? 'cup' : 'headset'} size={44} />
        </span>
        <p className="hero-day">{formatLongDay(now)}</p>
        <h1 className="hero-title">
          {resting ? t('idle.break_title') : t(chief ? 'idle.title_supervisor' : 'idle.title')}
          {resting && desk.agent.reason && <span className="hero-reason"> · {breaks.nameOf(desk.agent.reason)}</span>}
        </h1>
        <p className="muted">
          {resting ? t('idle.break_lead') : t(chief ? 'idle.lead_supervisor' : 'idle.lead')}
          {resting && ` ${t('idle.since', { time: formatTime(desk.agent.state_since) })}`}
        </p>
        {resting && (
          <Button
            tone="primary"
            size="large"
            icon="headset"
            onPress={back}
            isPending={asking.busy}
            data-testid="back-to-line"
          >
            {t('shift.back')}
          </Button>
        )}
        {asking.fault && <Alert tone="danger">{asking.fault}</Alert>}
        <dl className="hero-numbers">
          <div>
            <dt>{t('line.waiting')}</dt>
            <dd>{desk.line.waiting}</dd>
          </div>
          <div>
            <dt>{t('line.longest')}</dt>
            <dd>{desk.line.waiting > 0 ? formatDuration(desk.line.longest_wait_ms) : '—'}</dd>
          </div>
        </dl>
      </div>
      <LastTalk agent={desk.agent.name} now={now} />
      <div className="hero-more">
        <section className="hint">
          <h2 className="panel-title">{t('idle.hint_title')}</h2>
          <p>{t(`idle.hint_${hint}`)}</p>
        </section>
        <section className="hint">
          <h2 className="panel-title">{t('idle.keys_title')}</h2>
          <ul className="keys">
            {KEYS.map(([key, action]) => (
              <li key={key}>
                <kbd>{key}</kbd> {t(`idle.key_${action}`)}
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}
