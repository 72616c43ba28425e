// What a page shows when it has nothing to show yet, or nothing at all.
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from './icons';

export function Loading() {
  const { t } = useTranslation();
  return (
    <p className="muted" role="status">
      {t('app.loading')}
    </p>
  );
}

interface EmptyProps {
  icon?: IconName;
  title: string;
  /** What can be done, or why that is well. */
  lead: string;
  'data-testid'?: string;
}

export function Empty({ icon = 'search', title, lead, 'data-testid': testId }: EmptyProps) {
  return (
    <div className="panel empty" role="status" data-testid={testId}>
      <Icon name={icon} size={32} />
      <p className="empty-title">{title}</p>
      <p className="muted">{lead}</p>
    </div>
  );
}
