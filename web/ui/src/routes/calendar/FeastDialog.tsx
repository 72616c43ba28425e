import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CalendarFeast, putFeast, spellMonth } from '../../state/calendar';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { WholeField } from '../../ui/whole';

import { Why } from './Why';

interface FeastDialogProps {
  version: number;
  today: string;
  feast?: CalendarFeast;
  onClose(): void;
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const asNumber = (text: string) => (/^-?\d+$/.test(text.trim()) ? Number(text) : undefined);
const asText = (value: number | undefined) => (value === undefined ? '' : String(value));

/** A line of the law's list: a day of a month, or so many days after Easter, and since when the law knows it. */
export function FeastDialog({ version, today, feast, onClose }: FeastDialogProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    name: feast?.name ?? '',
    moves: feast?.after_easter === undefined ? 'no' : 'yes',
    month: asText(feast?.month ?? 1),
    day: asText(feast?.day),
    easter: asText(feast?.after_easter),
    from: feast?.from ?? today,
    until: feast?.until ?? '',
    legal_basis: feast?.legal_basis ?? '',
    reason: '',
  });
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  const moves = form.moves === 'yes';
  function save() {
    const { name, from, until, legal_basis, reason } = form;
    const day = asNumber(form.day);
    const easter = asNumber(form.easter);
    return putFeast({
      version,
      name,
      from,
      legal_basis,
      reason,
      ...(until && { until }),
      ...(feast && { id: feast.id }),
      ...(moves && easter !== undefined && { after_easter: easter }),
      ...(!moves && day !== undefined && { month: Number(form.month), day }),
    });
  }
  return (
    <FormDialog title={t('calendar.feast_title')} lead={t('calendar.feast_title_lead')} onClose={onClose} save={save}>
      {(faults) => (
        <>
          <Field
            label={t('calendar.feast_name')}
            value={form.name}
            onChange={put('name')}
            error={faults.name}
            maxLength={200}
            data-testid="feast-name"
          />
          <Choice
            label={t('calendar.feast_when')}
            value={form.moves}
            onChange={put('moves')}
            options={[
              ['no', t('calendar.feast_fixed')],
              ['yes', t('calendar.feast_moves')],
            ]}
            data-testid="feast-moves"
          />
          {moves ? (
            <Field
              label={t('calendar.feast_easter')}
              hint={t('calendar.feast_easter_hint')}
              value={form.easter}
              onChange={put('easter')}
              error={faults.after_easter ?? faults.day}
              maxLength={4}
              data-testid="feast-easter"
            />
          ) : (
            <div className="pair">
              <WholeField
                label={t('calendar.feast_day')}
                value={form.day}
                onChange={put('day')}
                error={faults.day}
                digits={2}
                data-testid="feast-day"
              />
              <Choice
                label={t('calendar.feast_month')}
                value={form.month}
                onChange={put('month')}
                options={MONTHS.map((month) => [String(month), spellMonth(month)])}
                data-testid="feast-month"
              />
            </div>
          )}
          <div className="pair">
            <Field
              label={t('calendar.feast_from')}
              type="date"
              value={form.from}
              onChange={put('from')}
              error={faults.from}
            />
            <Field
              label={t('calendar.feast_until')}
              hint={t('calendar.until_hint')}
              type="date"
              value={form.until}
              onChange={put('until')}
              error={faults.until}
              data-testid="feast-until"
            />
          </div>
          <Why form={form} put={put} faults={faults} />
        </>
      )}
    </FormDialog>
  );
}
