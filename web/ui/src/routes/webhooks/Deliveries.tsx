import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { type Delivery, deliverAgain, deliveriesQuery, type Webhook, wordOf } from '../../state/webhooks';
import { formatDateTime, formatTime } from '../../ui/format';
import { Alert, Badge, Button } from '../../ui/kit';
import { AgainButton } from './AgainButton';
import { hookName } from './WebhooksPage';

const TONES = { waiting: 'warn', delivered: 'good', dead: 'bad', void: 'plain' } as const;

/** What was sent to one webhook, and what waits, the newest first. */
export function Deliveries({ hook }: { hook: Webhook }) {
  const { t } = useTranslation();
  const deliveries = useInfiniteQuery(deliveriesQuery(hook.id));
  const rows = deliveries.data?.pages.flat() ?? [];
  return (
    <section className="deliveries" aria-label={t('webhooks.deliveries_of', { name: hookName(hook) })}>
      {deliveries.error && <Alert tone="danger">{wordsOf(deliveries.error)}</Alert>}
      {deliveries.data && rows.length === 0 && <p className="muted">{t('webhooks.deliveries_none')}</p>}
      <ul className="list">
        {rows.map((row) => (
          <Row key={row.id} row={row} webhookId={hook.id} />
        ))}
      </ul>
      {deliveries.hasNextPage && (
        <Button
          size="small"
          isPending={deliveries.isFetchingNextPage}
          onPress={() => void deliveries.fetchNextPage()}
          data-testid="deliveries-more"
        >
          {t('webhooks.more')}
        </Button>
      )}
    </section>
  );
}

function Row({ row, webhookId }: { row: Delivery; webhookId: number }) {
  const { t } = useTranslation();
  const event = t(`webhook_event.${wordOf(row.event)}`);
  return (
    <li className="list-item" data-testid={`delivery-${row.id}`}>
      <span className="list-head">
        <span className="row">
          <strong>{event}</strong>
          <Badge tone={TONES[row.state]}>{t(`delivery_state.${row.state}`)}</Badge>
        </span>
        <span className="muted">{formatDateTime(row.made_at)}</span>
      </span>
      <span className="muted small">
        {t('webhooks.ticket', { number: row.ticket_number })} · {t('webhooks.tries', { count: row.tries })}
        {row.next_at && <> · {t('webhooks.next', { when: formatTime(row.next_at) })}</>}
      </span>
      {row.fault && <span className="list-text delivery-fault">{row.fault}</span>}
      <span className="row">
        <details className="message">
          <summary>{t('webhooks.message')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
          <pre tabIndex={0}>{readable(row.message)}</pre>
        </details>
        {row.state !== 'void' && (
          <AgainButton
            name={`${event}, ${row.ticket_number}`}
            send={() => deliverAgain(webhookId, row.id)}
            testId={`again-${row.id}`}
          />
        )}
      </span>
    </li>
  );
}

function readable(message: string): string {
  try {
    return JSON.stringify(JSON.parse(message), null, 2);
  } catch {
    return message;
  }
}
