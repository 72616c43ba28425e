import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CalendarSearch } from '../../router';
import { type Calendar, openRows, proposalQuery } from '../../state/calendar';
import { Alert } from '../../ui/kit';

/** Days that the law gives the shown year, which have no effect as long as nobody has decided on them. */
export function Unconfirmed({ calendar, search }: { calendar: Calendar; search: CalendarSearch }) {
  const { t } = useTranslation();
  const { year, today } = calendar;
  const open = openRows(useQuery(proposalQuery(year)).data?.rows ?? [], today);
  if (open.length === 0) return null;
  const idle = open.every((row) => row.suspended);
  return (
    <Alert tone={idle ? 'info' : 'warning'} data-testid="unconfirmed">
      {t('calendar.unconfirmed', { count: open.length, year })}{' '}
      {t(idle ? 'calendar.unconfirmed_idle' : 'calendar.unconfirmed_works')}{' '}
      <Link to="/calendar" search={{ ...search, tab: 'proposal', year, day: undefined }}>
        {t('calendar.unconfirmed_look')}
      </Link>
    </Alert>
  );
}
