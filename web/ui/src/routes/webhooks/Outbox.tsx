import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouteContext } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { hasDesk } from '../../state/session';
import { outboxQuery, type Parcel, sendAgain } from '../../state/webhooks';
import { formatDateTime } from '../../ui/format';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { AgainButton } from './AgainButton';

const TONES = { waiting: 'warn', dead: 'bad', void: 'plain' } as const;

/** Letters and hand-overs that have not left the house. */
export function Outbox() {
  const { t } = useTranslation();
  const outbox = useInfiniteQuery(outboxQuery);
  const rows = outbox.data?.pages.flat() ?? [];
  return (
    <Panel title={t('webhooks.outbox')} data-testid="outbox">
      <p className="muted small">{t('webhooks.outbox_lead')}</p>
      {outbox.error && <Alert tone="danger">{wordsOf(outbox.error)}</Alert>}
      {outbox.isPending && <Loading />}
      {outbox.data && rows.length === 0 && <p className="muted">{t('webhooks.outbox_none')}</p>}
      <ul className="list">
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {outbox.hasNextPage && (
        <Button
          size="small"
          isPending={outbox.isFetchingNextPage}
          onPress={() => void outbox.fetchNextPage()}
          data-testid="outbox-more"
        >
          {t('webhooks.more')}
        </Button>
      )}
    </Panel>
  );
}

function Row({ row }: { row: Parcel }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const number = t('webhooks.ticket', { number: row.ticket_number });
  const retried = row.state === 'dead' || (row.state === 'waiting' && row.via === 'webhook');
  return (
    <li className="list-item" data-testid={`parcel-${row.id}`}>
      <span className="list-head">
        <span className="row">
          {hasDesk(session) ? (
            <Link to="/tickets/$ticketId" params={{ ticketId: String(row.ticket_id) }}>
              {number}
            </Link>
          ) : (
            <strong>{number}</strong>
          )}
          <Badge tone={TONES[row.state]}>{t(`parcel_state.${row.state}`)}</Badge>
        </span>
        <span className="muted">{formatDateTime(row.made_at)}</span>
      </span>
      <span className="list-text">{row.text}</span>
      {row.fault && (
        <span className="list-text delivery-fault">
          {row.fault} · {t('webhooks.tries', { count: row.tries })}
        </span>
      )}
      {retried && (
        <span className="row">
          <AgainButton name={number} send={() => sendAgain(row.id)} testId={`send-again-${row.id}`} />
        </span>
      )}
    </li>
  );
}
