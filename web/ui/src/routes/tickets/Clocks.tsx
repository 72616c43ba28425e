import { useTranslation } from 'react-i18next';
import type { TicketClock, TicketWork } from '../../api/client';
import { leftAt } from '../../state/ticket';
import { formatDateTime, formatDeadline, formatTarget, formatTime, formatWork } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Panel } from '../../ui/kit';
import { useServerNow } from '../../ui/time';

/** Both promises of Table 1, counting in working time, each with its two halves (Regulation 1.6, Table 1**). */
export function Clocks({ work }: { work: TicketWork }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const runs = [work.reaction, work.resolution].some((clock) => clock.verdict === 'running');
  return (
    <Panel title={t('clock.title')} data-testid="clocks">
      <div className="clocks">
        <Clock
          name={t('clock.reaction')}
          clock={work.reaction}
          work={work}
          now={now}
          halves={[
            [t('clock.assigned'), work.reaction.done_at],
            [t('clock.informed'), work.reaction.told_at],
          ]}
        />
        <Clock
          name={t('clock.resolution')}
          clock={work.resolution}
          work={work}
          now={now}
          halves={[
            [t('clock.done'), work.resolution.done_at],
            [t('clock.told'), work.resolution.told_at],
          ]}
        />
      </div>
      {runs && !work.open_hours && now < Date.parse(work.hours_change_at) && (
        <p className="muted small clock-closed">
          {t('clock.closed_now', { time: formatDateTime(work.hours_change_at) })}
        </p>
      )}
      {work.pauses.length > 0 && <Pauses work={work} />}
    </Panel>
  );
}

interface ClockProps {
  name: string;
  clock: TicketClock;
  work: TicketWork;
  now: number;
  halves: [string, string | undefined][];
}

const TONES = {
  running: 'run',
  near: 'near',
  frozen: 'stand',
  met: 'good',
  met_late: 'late',
  breached: 'late',
} as const;
/** From this part of a promise on it is near its end. */
const NEAR = 0.75;

function Clock({ name, clock, work, now, halves }: ClockProps) {
  const { t } = useTranslation();
  const left = leftAt(clock, work, now);
  // The deadline may pass while one looks.
  const verdict = clock.verdict === 'running' && left !== undefined && left < 0 ? 'breached' : clock.verdict;
  const used = left === undefined ? 1 : Math.min(1, Math.max(0, 1 - left / (clock.target_s * 1000)));
  const tone = TONES[verdict === 'running' && used >= NEAR ? 'near' : verdict];
  return (
    <section
      className={`clock clock-${tone}`}
      data-testid={`clock-${clock === work.reaction ? 'reaction' : 'resolution'}`}
    >
      <h3 className="clock-name">
        <Icon
          name={tone === 'good' ? 'check' : tone === 'late' ? 'alert' : tone === 'stand' ? 'pause' : 'clock'}
          size={16}
        />
        {name}
      </h3>
      <p className="clock-left" data-verdict={verdict}>
        {left === undefined ? t('clock.unknown') : t(`clock.${SAID[verdict]}`, { time: formatWork(left) })}
      </p>
      <div className="clock-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(used * 100)}%` }} />
      </div>
      <p className="muted small">
        {clock.due_at && (
          <time dateTime={clock.due_at} title={formatDateTime(clock.due_at)}>
            {formatDeadline(clock.due_at, now)}
          </time>
        )}
        {clock.due_at && ' · '}
        {t('clock.of', { time: formatTarget(clock.target_s * 1000) })}
        {clock === work.resolution && work.extension_s
          ? ` · ${t('clock.extended', { time: formatTarget(work.extension_s * 1000) })}`
          : ''}
      </p>
      <ul className="halves">
        {halves.map(([half, at]) => (
          <li key={half} className={at ? 'half half-done' : 'half'}>
            <Icon name={at ? 'check' : 'clock'} size={14} />
            <span>{half}</span>
            {at && <time dateTime={at}>{formatDateTime(at)}</time>}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is said of the time that is left, by the verdict. */
const SAID = {
  running: 'left',
  breached: 'late',
  frozen: 'stands',
  met: 'met',
  met_late: 'met_late',
} as const;

function Pauses({ work }: { work: TicketWork }) {
  const { t } = useTranslation();
  return (
    <section className="sub">
      <h3 className="sub-title">{t('appeal.pauses')}</h3>
      <ul className="list">
        {work.pauses.map((pause) => (
          <li key={pause.from} className="list-item">
            <span className="list-head">
              <span>{pause.why}</span>
              <span className="muted small">
                {formatDateTime(pause.from)} —{' '}
                {pause.to
                  ? pause.to.slice(0, 10) === pause.from.slice(0, 10)
                    ? formatTime(pause.to)
                    : formatDateTime(pause.to)
                  : t('appeal.pause_lasts')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
