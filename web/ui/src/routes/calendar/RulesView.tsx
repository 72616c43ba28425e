import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Calendar,
  type CalendarRegime,
  type CalendarWeek,
  NORMS,
  spellDate,
  spellSpan,
  spellWeekday,
} from '../../state/calendar';
import { formatDateTime } from '../../ui/format';
import { Badge, Button, Panel } from '../../ui/kit';
import { RegimeDialog } from './RegimeDialog';
import { WeekDialog } from './WeekDialog';

type Open = 'week' | { regime?: CalendarRegime };

/** Weeks with their validity, and legal regimes with what they suspend. */
export function RulesView({ calendar, edits }: { calendar: Calendar; edits: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const add = (what: Open, text: string, testId: string) =>
    edits && (
      <Button size="small" onPress={() => setOpen(what)} data-testid={testId}>
        {text}
      </Button>
    );
  return (
    <>
      <Panel title={t('calendar.weeks')} aside={add('week', t('calendar.week_new'), 'week-new')}>
        <ul className="calendar-list">
          {[...calendar.weeks].reverse().map((week) => (
            <Week key={week.from} week={week} />
          ))}
        </ul>
      </Panel>
      <Panel title={t('calendar.regimes')} aside={add({}, t('calendar.regime_new'), 'regime-new')}>
        <p className="muted small">{t('calendar.regimes_lead')}</p>
        <ul className="calendar-list">
          {calendar.regimes.map((regime) => (
            <Regime
              key={regime.id}
              regime={regime}
              today={calendar.today}
              onChange={edits ? () => setOpen({ regime }) : undefined}
            />
          ))}
        </ul>
      </Panel>
      {open === 'week' && <WeekDialog calendar={calendar} onClose={close} />}
      {open && open !== 'week' && (
        <RegimeDialog
          version={calendar.version}
          today={calendar.today}
          onClose={close}
          {...(open.regime && { regime: open.regime })}
        />
      )}
    </>
  );
}

function Week({ week }: { week: CalendarWeek }) {
  const { t } = useTranslation();
  return (
    <li>
      <strong>{t('calendar.week_from', { date: spellDate(week.from) })}</strong>
      <ul className="calendar-week">
        {[1, 2, 3, 4, 5, 6, 0].map((weekday) => {
          const hours = week.hours.find((day) => day.weekday === weekday);
          return (
            <li key={weekday}>
              <span className="muted small">{spellWeekday(weekday)}</span>
              <span>{hours ? `${hours.opens}–${hours.closes}` : t('calendar.weekday_off')}</span>
            </li>
          );
        })}
      </ul>
      <span className="small">{[week.legal_basis, week.reason].filter(Boolean).join('. ')}</span>
      <span className="muted small">{t('calendar.by', { author: week.author, at: formatDateTime(week.at) })}</span>
    </li>
  );
}

const covers = (from: string, until: string | undefined, day: string) => from <= day && (!until || day <= until);

interface RegimeProps {
  regime: CalendarRegime;
  today: string;
  onChange?: (() => void) | undefined;
}

function Regime({ regime, today, onChange }: RegimeProps) {
  const { t } = useTranslation();
  const inForce = covers(regime.from, regime.until, today);
  return (
    <li data-testid={`regime-${regime.id}`}>
      <div className="row calendar-regime">
        <strong>{regime.name}</strong>
        <Badge tone={inForce ? 'warn' : 'plain'}>{t(inForce ? 'calendar.in_force' : 'calendar.not_in_force')}</Badge>
        <span className="small">
          {spellSpan(regime.from, regime.until)}
          {!regime.until && `; ${t('calendar.regime_open')}`}
        </span>
        {onChange && (
          <Button
            size="small"
            tone="quiet"
            onPress={onChange}
            aria-label={t('calendar.change_of', { name: regime.name })}
            data-testid={`regime-change-${regime.id}`}
          >
            {t('calendar.change')}
          </Button>
        )}
      </div>
      <span className="muted small">{t('calendar.suspends')}</span>
      {regime.suspends.length === 0 && <span className="small">{t('calendar.suspends_none')}</span>}
      <ul className="calendar-norms">
        {NORMS.flatMap((norm) => regime.suspends.filter((s) => s.norm === norm)).map((s) => (
          <li key={s.norm + s.from}>
            {t(`norm.${s.norm}`)}, {spellSpan(s.from, s.until)}
          </li>
        ))}
      </ul>
      <span className="small">{regime.legal_basis}</span>
      <span className="small">{regime.reason}</span>
      <span className="muted small">{t('calendar.by', { author: regime.author, at: formatDateTime(regime.at) })}</span>
    </li>
  );
}
