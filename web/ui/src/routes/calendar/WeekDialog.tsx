import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Calendar, putWeek, spellWeekday } from '../../state/calendar';
import { FormDialog } from '../../ui/form-dialog';
import { Field } from '../../ui/kit';
import { Why } from './Why';

/** Another week from a day on; it begins as the one that holds now. */
export function WeekDialog({ calendar, onClose }: { calendar: Calendar; onClose(): void }) {
  const { t } = useTranslation();
  const now = calendar.weeks.filter((week) => week.from <= calendar.today).at(-1);
  const [form, setForm] = useState({ from: calendar.today, legal_basis: '', reason: '' });
  const [hours, setHours] = useState(
    Array.from({ length: 7 }, (_, weekday) => {
      const day = now?.hours.find((other) => other.weekday === weekday);
      return { opens: day?.opens ?? '', closes: day?.closes ?? '' };
    }),
  );
  const put = (name: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [name]: value }));
  const set = (weekday: number, end: 'opens' | 'closes') => (value: string) =>
    setHours((before) => before.map((day, i) => (i === weekday ? { ...day, [end]: value } : day)));
  function save() {
    return putWeek({
      version: calendar.version,
      from: form.from,
      reason: form.reason,
      ...(form.legal_basis && { legal_basis: form.legal_basis }),
      hours: hours.flatMap((day, weekday) => (day.opens || day.closes ? [{ weekday, ...day }] : [])),
    });
  }
  return (
    <FormDialog title={t('calendar.week_title')} lead={t('calendar.week_lead')} onClose={onClose} save={save}>
      {(faults) => (
        <>
          <Field
            label={t('calendar.from')}
            type="date"
            value={form.from}
            onChange={put('from')}
            error={faults.from}
            data-testid="week-from"
          />
          {[1, 2, 3, 4, 5, 6, 0].map((weekday) => (
            <fieldset key={weekday} className="calendar-weekday">
              <legend>{spellWeekday(weekday)}</legend>
              <Field
                label={t('calendar.opens')}
                type="time"
                value={hours[weekday]?.opens ?? ''}
                onChange={set(weekday, 'opens')}
                data-testid={`opens-${weekday}`}
              />
              <Field
                label={t('calendar.closes')}
                type="time"
                value={hours[weekday]?.closes ?? ''}
                onChange={set(weekday, 'closes')}
                data-testid={`closes-${weekday}`}
              />
            </fieldset>
          ))}
          <Why form={form} put={put} faults={faults} />
        </>
      )}
    </FormDialog>
  );
}
