import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type Applicant, ProblemError, type SearchHit, wordsOf } from '../../api/client';
import { foundQuery, type SearchOrder } from '../../state/search';
import { plural } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button, Field } from '../../ui/kit';
import { Empty } from '../../ui/states';
import { ApplicantFacts, byWhat, cardOf, HitFacts, pageOf, Snippet, Status, Understood } from './Found';

export function SearchPage() {
  const { t } = useTranslation();
  const { q = '', order = 'best' } = useSearch({ from: '/shell/search' });
  const found = useInfiniteQuery(foundQuery(q, order));
  const first = found.data?.pages[0];
  const hits = found.data?.pages.flatMap((page) => page.hits) ?? [];
  const refused = found.error instanceof ProblemError ? found.error.fields.q : undefined;
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('search.title')}</h1>
      </header>
      <Ask key={q} q={q} order={order} error={refused} />
      {found.error && !refused && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      {found.isLoading && (
        <p className="muted" role="status">
          {t('search.looking')}
        </p>
      )}
      {first && (
        <>
          <Understood page={first} asked={q} />
          {first.applicants.length > 0 && <People applicants={first.applicants} />}
          {hits.length === 0 && <Nothing />}
          {hits.length > 0 && (
            <section className="stack" aria-labelledby="hits">
              <div className="found-head">
                <h2 id="hits" className="panel-title">
                  {t('search.tickets')}
                </h2>
                <p className="muted small" role="status">
                  {[byWhat(first, t), shown(hits.length, Boolean(found.hasNextPage))].filter(Boolean).join(' · ')}
                </p>
                {first.by === 'words' && <Order q={q} order={order} />}
              </div>
              <Hits hits={hits} />
            </section>
          )}
        </>
      )}
      {found.hasNextPage && (
        <Button onPress={() => void found.fetchNextPage()} isPending={found.isFetchingNextPage} data-testid="more">
          {t('search.more')}
        </Button>
      )}
    </div>
  );
}

const shown = (count: number, more: boolean) =>
  `${more ? 'показано' : 'знайдено'} ${plural(count, 'звернення', 'звернення', 'звернень')}`;

/** What is looked for stands in the address: it can be sent to a colleague, and Back leads to it. */
function Ask({ q, order, error }: { q: string; order: SearchOrder; error: string | undefined }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  function submit(event: FormEvent) {
    event.preventDefault();
    void navigate({
      to: '/search',
      search: { q: text.trim() || undefined, order: order === 'best' ? undefined : order },
    });
  }
  return (
    <Form className="panel ask" onSubmit={submit} role="search" aria-label={t('search.title')}>
      <Field
        label={t('search.what')}
        hint={t('search.hint')}
        value={text}
        onChange={setText}
        maxLength={200}
        error={error}
        autoFocus={q === ''}
        data-testid="search-text"
      />
      <Button type="submit" tone="primary" icon="search" data-testid="search-find">
        {t('search.find')}
      </Button>
    </Form>
  );
}

function Order({ q, order }: { q: string; order: SearchOrder }) {
  const { t } = useTranslation();
  return (
    <nav className="order" aria-label={t('search.order')}>
      {(['best', 'newest'] as const).map((one) => (
        <Link
          key={one}
          to="/search"
          search={{ q, order: one === 'best' ? undefined : one }}
          activeOptions={{ exact: true }}
          className="order-link"
          aria-current={one === order ? 'true' : undefined}
          data-testid={`order-${one}`}
        >
          {t(`search.order_${one}`)}
        </Link>
      ))}
    </nav>
  );
}

function Hits({ hits }: { hits: SearchHit[] }) {
  const { t } = useTranslation();
  return (
    <ol className="panel hits" data-testid="hits">
      {hits.map((hit) => (
        <li key={hit.ticket.id} className="hit" data-testid="hit">
          <div className="hit-head">
            <h3 className="hit-title">
              <Title hit={hit} />
            </h3>
            <Status status={hit.ticket.status} />
          </div>
          {hit.snippet.length > 0 && (
            <p className="hit-text">
              <Snippet pieces={hit.snippet} />
            </p>
          )}
          <p className="muted small">
            <HitFacts hit={hit} />
            {!hit.masked && ` · ${t(`search.service_${hit.service}`)}`}
          </p>
        </li>
      ))}
    </ol>
  );
}

function Title({ hit }: { hit: SearchHit }) {
  const { t } = useTranslation();
  const words = (
    <>
      <span className="hit-number">{hit.ticket.number}</span>{' '}
      {hit.masked ? '' : hit.ticket.subject || t('search.no_subject')}
    </>
  );
  if (hit.masked && !hit.may_open) return words;
  return (
    <Link {...pageOf(hit)} className="hit-link">
      {words}
    </Link>
  );
}

function People({ applicants }: { applicants: Applicant[] }) {
  const { t } = useTranslation();
  return (
    <section className="stack" aria-labelledby="people">
      <h2 id="people" className="panel-title">
        {t('search.applicants')}
      </h2>
      <ul className="found-people">
        {applicants.map((applicant) => (
          <li key={applicant.id} className="found-person" data-testid="found-applicant">
            <Icon name={applicant.kind === 'person' ? 'user' : 'users'} />
            <span>
              <Link {...cardOf(applicant)} className="hit-link">
                {applicant.name}
              </Link>
              <span className="muted small block break">
                <ApplicantFacts applicant={applicant} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return <Empty title={t('search.nothing')} lead={t('search.nothing_lead')} data-testid="search-nothing" />;
}
