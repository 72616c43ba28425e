import { useTranslation } from 'react-i18next';
import type { components } from '../api/schema';
import { formatDateTime } from '../ui/format';

/** Who changed something kept beside tickets, newest first. */
export function Changes({
  changes,
  opened,
}: {
  changes: components['schemas']['SubjectChange'][] | undefined;
  opened?: boolean;
}) {
  const { t } = useTranslation();
  if (!changes?.length) return null;
  return (
    <details className="changes" open={opened}>
      <summary>{t('change.title')}</summary>
      <ul className="list">
        {changes.map(({ at, by, what, note }) => (
          <li className="list-item" key={at + what}>
            <span className="list-head">
              <strong>{t(`change.${what}`)}</strong>
              <span className="muted">{formatDateTime(at)}</span>
            </span>
            <span className="list-text">{by}</span>
            {note && <span className="list-text muted">{note}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
