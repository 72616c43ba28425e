import './texts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../ui/format';
import { Alert } from '../../ui/kit';
import { runningQuery } from './downtimes';

/** What does not work now, on every page: whoever talks with an applicant must know it first. */
export function OutageBanner() {
  const { t } = useTranslation();
  const { data } = useQuery(runningQuery);
  if (!data?.length) return null;
  return (
    <div className="page-banner stack-small" data-testid="outages">
      {data.map((downtime) => (
        <Alert
          key={downtime.id}
          tone={downtime.kind === 'emergency' ? 'danger' : 'warning'}
          action={
            <Link to="/downtime" search={{}}>
              {t('downtime.open')}
            </Link>
          }
        >
          <strong>{t(`downtime.banner_${downtime.kind}`)}</strong> {downtime.title}.{' '}
          {downtime.ends_at && !downtime.overdue
            ? t('downtime.since_until', {
                since: formatDateTime(downtime.starts_at),
                until: formatDateTime(downtime.ends_at),
              })
            : t('downtime.since', { since: formatDateTime(downtime.starts_at) })}
          {downtime.prompt ? ` ${t('downtime.callers_hear')}` : ''}
        </Alert>
      ))}
    </div>
  );
}
