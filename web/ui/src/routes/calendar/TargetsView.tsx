import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { putTarget, type Target, targetsQuery } from '../../state/calendar';
import { FormDialog } from '../../ui/form-dialog';
import { formatDateTime, spellMinutes } from '../../ui/format';
import { Alert, Badge, Button, Field, Panel } from '../../ui/kit';
import { useServerNow } from '../../ui/time';
import { WholeField } from '../../ui/whole';

const CLASSES: [Target['type'], Target['category']][] = [
  ['bug', 'critical'],
  ['bug', 'high'],
  ['bug', 'low'],
  ['feature', 'high'],
  ['feature', 'low'],
  ['consultation', 'critical'],
  ['consultation', 'high'],
  ['consultation', 'low'],
];

/** Table 1 as it holds, what is to hold, and what has held. */
export function TargetsView({ edits }: { edits: boolean }) {
  const { t } = useTranslation();
  const targets = useQuery(targetsQuery);
  const now = new Date(useServerNow()).toISOString();
  const [chosen, setChosen] = useState<Target>();
  const rows = targets.data ?? [];
  const current = CLASSES.flatMap(([type, category]) => {
    const row = rows.find((r) => r.type === type && r.category === category && r.valid_from <= now);
    return row ? [row] : [];
  });
  const others = rows.filter((row) => !current.includes(row));
  return (
    <>
      <Panel title={t('calendar.tab_targets')}>
        <p className="muted">{t('calendar.targets_lead')}</p>
        {targets.error && <Alert tone="danger">{wordsOf(targets.error)}</Alert>}
        <ul className="calendar-list" data-testid="targets">
          {current.map((row) => (
            <Row key={row.type + row.category} row={row} onChange={edits ? () => setChosen(row) : undefined} />
          ))}
        </ul>
      </Panel>
      <Panel title={t('calendar.former')}>
        {others.length === 0 && <p className="muted">{t('calendar.former_none')}</p>}
        <ul className="calendar-list">
          {others.map((row) => (
            <Row key={row.type + row.category + row.valid_from} row={row} planned={row.valid_from > now} />
          ))}
        </ul>
      </Panel>
      {chosen && <TargetDialog target={chosen} onClose={() => setChosen(undefined)} />}
    </>
  );
}

function Row({ row, planned, onChange }: { row: Target; planned?: boolean; onChange?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const name = `${t(`target_type.${row.type}`)}, ${t(`target_category.${row.category}`)}`;
  return (
    <li className="calendar-proposed">
      <div className="calendar-proposed-words">
        <strong>{name}</strong>
        <span>
          {t('calendar.reaction')}: {spellMinutes(row.reaction_minutes)}; {t('calendar.resolution').toLowerCase()}:{' '}
          {spellMinutes(row.resolution_minutes)}
        </span>
        <span className="muted small">
          {t('calendar.valid_from')} {formatDateTime(row.valid_from)}. {row.reason}. {row.author}
        </span>
      </div>
      {planned && <Badge tone="warn">{t('calendar.planned')}</Badge>}
      {onChange && (
        <Button
          size="small"
          onPress={onChange}
          aria-label={t('calendar.change_of', { name })}
          data-testid={`target-${row.type}-${row.category}`}
        >
          {t('calendar.change')}
        </Button>
      )}
    </li>
  );
}

function TargetDialog({ target, onClose }: { target: Target; onClose(): void }) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    reaction: String(target.reaction_minutes),
    resolution: String(target.resolution_minutes),
    from: '',
    reason: '',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  function save() {
    return putTarget({
      type: target.type,
      category: target.category,
      reaction_minutes: Number.parseInt(form.reaction, 10) || 0,
      resolution_minutes: Number.parseInt(form.resolution, 10) || 0,
      reason: form.reason,
      ...(form.from && { valid_from: startOf(form.from) }),
    });
  }
  const name = `${t(`target_type.${target.type}`)}, ${t(`target_category.${target.category}`)}`;
  return (
    <FormDialog
      title={t('calendar.target_title', { name })}
      lead={t('calendar.targets_lead')}
      onClose={onClose}
      save={save}
    >
      {(faults) => (
        <>
          <div className="pair">
            <WholeField
              label={t('calendar.reaction_minutes')}
              value={form.reaction}
              onChange={put('reaction')}
              error={faults.reaction_minutes}
              digits={5}
              data-testid="target-reaction"
            />
            <WholeField
              label={t('calendar.resolution_minutes')}
              value={form.resolution}
              onChange={put('resolution')}
              error={faults.resolution_minutes}
              digits={5}
              data-testid="target-resolution"
            />
          </div>
          <Field
            label={t('calendar.target_from')}
            hint={t('calendar.target_from_hint')}
            type="date"
            value={form.from}
            onChange={put('from')}
            error={faults.valid_from}
            data-testid="target-from"
          />
          <Field
            label={t('calendar.reason')}
            hint={t('calendar.reason_hint')}
            value={form.reason}
            onChange={put('reason')}
            error={faults.reason}
            maxLength={500}
            data-testid="reason"
          />
        </>
      )}
    </FormDialog>
  );
}

const offset = new Intl.DateTimeFormat('en', { timeZone: 'Europe/Kyiv', timeZoneName: 'longOffset' });

/** The first instant of a day in Kyiv. */
function startOf(date: string): string {
  const part = offset.formatToParts(Date.parse(`${date}T00:00:00Z`)).find(({ type }) => type === 'timeZoneName');
  return `${date}T00:00:00${part?.value.replace('GMT', '') || 'Z'}`;
}
