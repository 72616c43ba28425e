import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useRouteContext, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import tickets from '../../i18n/tickets.json';
import {
  countsQuery,
  LISTS,
  readTicketSearch,
  type TicketRow,
  type TicketSearch,
  ticketsQuery,
} from '../../state/tickets';
import { Alert, Button } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';
import { BulkBar } from './BulkBar';
import { ExportDialog } from './ExportDialog';
import { ImportDialog } from './ImportDialog';
import { ListFilters } from './ListFilters';
import { ListTable } from './ListTable';
import { OwedList } from './OwedList';
import '../../styles/lists.css';

addTexts(tickets);

/** Counted so far by the server. */
const COUNTED = 1000;

/** The register's lists. Where one is and what is looked for stands in the address; a ticket is opened and one comes back to it. */
export function ListPage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const asked = readTicketSearch({ ...useSearch({ from: '/shell/tickets' }) });
  const search: TicketSearch = { ...asked, service: asked.service ?? session.service ?? 'any' };
  const list = search.list ?? 'queue';
  const [exporting, setExporting] = useState(false);
  const [importing, setImporting] = useState(false);
  const chief = session.role === 'supervisor';
  return (
    <div className="page tickets-page">
      <header className="page-head">
        <h1>{t('tickets.title')}</h1>
        {chief && (
          <div className="row">
            <Button size="small" icon="upload" onPress={() => setImporting(true)} data-testid="import">
              {t('tickets.import')}
            </Button>
            <Button size="small" icon="download" onPress={() => setExporting(true)} data-testid="export">
              {t('tickets.export')}
            </Button>
          </div>
        )}
      </header>
      <Tabs asked={asked} service={search.service} />
      <ListFilters asked={asked} search={search} />
      <p className="muted small">{t(`tickets.${list}_lead`)}</p>
      {list === 'owed' ? (
        <OwedList search={search} />
      ) : (
        <Rows key={JSON.stringify(search)} search={search} chief={chief} />
      )}
      {exporting && <ExportDialog search={search} onClose={() => setExporting(false)} />}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </div>
  );
}

function Tabs({ asked, service }: { asked: TicketSearch; service: TicketSearch['service'] }) {
  const { t } = useTranslation();
  const counts = useQuery(countsQuery(service)).data;
  const here = asked.list ?? 'queue';
  return (
    <nav className="list-tabs" aria-label={t('tickets.tabs')}>
      {LISTS.map((list) => {
        const count = list === 'all' ? undefined : counts?.[list];
        return (
          <Link
            key={list}
            to="/tickets"
            search={{ ...(asked.service ? { service: asked.service } : {}), list }}
            className={`list-tab ${list === here ? 'list-tab-here' : ''}`}
            aria-current={list === here ? 'page' : undefined}
            activeOptions={{ exact: true, includeSearch: true }}
            data-testid={`list-${list}`}
          >
            {t(`tickets.${list}`)}
            {count !== undefined && (
              <span className={`count ${count > 0 && list === 'breached' ? 'count-bad' : ''}`}>
                {count < COUNTED ? count : t('tickets.count_more', { count: COUNTED - 1 })}
              </span>
            )}
          </Link>
        );
      })}
    </nav>
  );
}

function Rows({ search, chief }: { search: TicketSearch; chief: boolean }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(ticketsQuery(search));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [said, setSaid] = useState<{ tone: 'success' | 'danger'; words: string }>();
  const rows = onceEach(found.data?.pages.flatMap((page) => page.tickets) ?? []);
  const list = search.list ?? 'queue';
  useEffect(() => setSaid(undefined), []);
  return (
    <>
      {found.error && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      {said && (
        <Alert tone={said.tone} data-testid="list-said">
          {said.words}
        </Alert>
      )}
      {found.isPending && <Loading />}
      {found.isSuccess && rows.length === 0 && (
        <Empty
          icon={list === 'all' ? 'search' : 'check'}
          title={t('tickets.empty')}
          lead={t(list === 'queue' ? 'tickets.empty_queue' : 'tickets.empty_lead')}
          data-testid="list-empty"
        />
      )}
      {chosen.size > 0 && (
        <BulkBar rows={rows.filter((row) => chosen.has(row.id))} onDrop={() => setChosen(new Set())} />
      )}
      {rows.length > 0 && (
        <ListTable rows={rows} list={list} chosen={chosen} onChoose={chief ? setChosen : undefined} onSaid={setSaid} />
      )}
      {found.hasNextPage && (
        <Button onPress={() => void found.fetchNextPage()} isPending={found.isFetchingNextPage} data-testid="list-more">
          {t('tickets.more')}
        </Button>
      )}
    </>
  );
}

/** A ticket that came to another place between two pages is shown where it was seen first. */
function onceEach(rows: TicketRow[]): TicketRow[] {
  const seen = new Set<number>();
  return rows.filter((row) => !seen.has(row.id) && seen.add(row.id));
}
