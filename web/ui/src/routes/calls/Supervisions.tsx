import { useTranslation } from 'react-i18next';
import type { CallDetail } from '../../api/client';
import { formatDuration, formatTimeSeconds } from '../../ui/format';
import { Panel } from '../../ui/kit';

/** Who was in the call as supervisor: how, why, from when until when. */
export function Supervisions({ entries }: { entries: NonNullable<CallDetail['supervisions']> }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('supervision.audit')} data-testid="supervisions">
      <ul className="list">
        {entries.map((entry) => (
          <li key={entry.asked_at + entry.mode} className="list-item">
            <span className="list-head">
              <strong>{entry.name}</strong>
              <span className="muted small">{t(`supervision.${entry.mode}`)}</span>
            </span>
            <span className="list-text">{entry.reason}</span>
            <span className="muted small">
              {entry.from === undefined
                ? t('supervision.not_answered')
                : `${formatTimeSeconds(entry.from)}${entry.until ? ` · ${formatDuration(Date.parse(entry.until) - Date.parse(entry.from))}` : ''}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
