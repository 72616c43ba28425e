import { useTranslation } from 'react-i18next';
import type { TimelineEntry } from '../../api/client';
import { withoutEchoes } from '../../state/timeline';
import { formatDuration, formatTimeSeconds } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Button } from '../../ui/kit';

/** What happened in the call; while one listens, each line is a way to that moment. */
export function Timeline({
  entries,
  onSeek,
}: {
  entries: TimelineEntry[];
  onSeek: ((ms: number) => void) | undefined;
}) {
  const { t } = useTranslation();
  const lines = withoutEchoes(entries);
  if (lines.length === 0) return <p className="muted">{t('call.timeline_empty')}</p>;
  return (
    <ol className="timeline" data-testid="timeline">
      {lines.map((entry) => {
        const words = entry.text || entry.event;
        const offset = formatDuration(entry.offset_ms);
        return (
          <li key={`${entry.at}${entry.event}`} className="timeline-item timeline-row" data-event={entry.event}>
            {onSeek ? (
              <Button
                size="small"
                tone="quiet"
                className="timeline-seek"
                aria-label={t('call.jump', { time: offset, event: words })}
                onPress={() => onSeek(entry.offset_ms)}
              >
                {offset}
              </Button>
            ) : (
              <span className="timeline-offset">{offset}</span>
            )}
            <span className="timeline-text">
              {words}
              {entry.agent && (
                <span className="muted small with-icon">
                  <Icon name="user" size={14} /> {entry.agent}
                </span>
              )}
            </span>
            <time className="muted small" dateTime={entry.at}>
              {formatTimeSeconds(entry.at)}
            </time>
          </li>
        );
      })}
    </ol>
  );
}
