import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Calendar, type CalendarFeast, spellDayOfYear, spellSpan } from '../../state/calendar';
import { formatDateTime } from '../../ui/format';
import { Badge, Button, Panel } from '../../ui/kit';
import { FeastDialog } from './FeastDialog';

/** The law's list of holidays: from it each year's days are proposed. */
export function FeastsPanel({ calendar, edits }: { calendar: Calendar; edits: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<{ feast?: CalendarFeast }>();
  return (
    <Panel
      title={t('calendar.feasts')}
      aside={
        edits && (
          <Button size="small" onPress={() => setOpen({})} data-testid="feast-new">
            {t('calendar.feast_new')}
          </Button>
        )
      }
    >
      <p className="muted small">{t('calendar.feasts_lead')}</p>
      <ul className="calendar-list" data-testid="feasts">
        {calendar.feasts.map((feast) => (
          <Feast
            key={feast.id}
            feast={feast}
            today={calendar.today}
            onChange={edits ? () => setOpen({ feast }) : undefined}
          />
        ))}
      </ul>
      {open && (
        <FeastDialog
          version={calendar.version}
          today={calendar.today}
          onClose={() => setOpen(undefined)}
          {...(open.feast && { feast: open.feast })}
        />
      )}
    </Panel>
  );
}

interface FeastProps {
  feast: CalendarFeast;
  today: string;
  onChange?: (() => void) | undefined;
}

function Feast({ feast, today, onChange }: FeastProps) {
  const { t } = useTranslation();
  const { month, day, after_easter: easter } = feast;
  const when =
    month && day
      ? spellDayOfYear(month, day)
      : t(easter ? 'calendar.after_easter' : 'calendar.on_easter', { count: easter ?? 0 });
  const ended = feast.until && feast.until < today;
  return (
    <li className="calendar-proposed" data-testid={`feast-${feast.id}`}>
      <div className="calendar-proposed-words">
        <strong>{feast.name}</strong>
        <span>{when}</span>
        <span className="muted small">
          {t('calendar.in_list', { span: spellSpan(feast.from, feast.until) })} {feast.legal_basis}. {feast.reason}.{' '}
          {t('calendar.by', { author: feast.author, at: formatDateTime(feast.at) })}
        </span>
      </div>
      {ended && <Badge>{t('calendar.feast_ended')}</Badge>}
      {feast.from > today && <Badge tone="warn">{t('calendar.planned')}</Badge>}
      {onChange && (
        <Button
          size="small"
          tone="quiet"
          onPress={onChange}
          aria-label={t('calendar.change_of', { name: feast.name })}
          data-testid={`feast-change-${feast.id}`}
        >
          {t('calendar.change')}
        </Button>
      )}
    </li>
  );
}
