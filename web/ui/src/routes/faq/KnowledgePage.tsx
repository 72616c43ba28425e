import './texts';
import '../../styles/knowledge.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { formatDateTime } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';
import { ArticleBody } from './ArticleBody';
import { ArticleDialog } from './ArticleDialog';
import { type Article, articlesQuery, type Topic } from './articles';
import { Looking } from './Looking';
import { ReferencePanel } from './ReferencePanel';

export type KnowledgeTab = 'question' | 'answer' | 'reference';
export interface KnowledgeSearch {
  tab?: KnowledgeTab;
  process?: string;
  q?: string;
}

const TABS: KnowledgeTab[] = ['question', 'answer', 'reference'];

/** The FAQ and the ready answers as the service keeps them. */
export function KnowledgePage() {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  const { tab = 'question', ...looked } = useSearch({ from: '/shell/knowledge' });
  const [edited, setEdited] = useState<Article | 'new'>();
  const mayEdit = session.role !== 'agent';
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('knowledge.title')}</h1>
        <div className="row">
          <Link to="/faq" search={{}} className="btn btn-plain">
            <Icon name="users" size={18} />
            <span>{t('knowledge.as_public')}</span>
          </Link>
          {mayEdit && tab !== 'reference' && (
            <Button tone="primary" icon="plus" onPress={() => setEdited('new')} data-testid="article-new">
              {t(`knowledge.add_${tab}`)}
            </Button>
          )}
        </div>
      </header>
      <nav className="tabs" aria-label={t('knowledge.title')}>
        {TABS.map((name) => (
          <Link
            key={name}
            to="/knowledge"
            search={name === 'reference' ? { tab: name } : { ...looked, tab: name }}
            className="tab"
            {...(name === tab ? { 'data-selected': true, 'aria-current': 'page' as const } : {})}
            data-testid={`tab-${name}`}
          >
            {t(`knowledge.tab_${name}`)}
          </Link>
        ))}
      </nav>
      {tab === 'reference' ? (
        <ReferencePanel />
      ) : (
        <Articles kind={tab} looked={looked} mayEdit={mayEdit} edited={edited} onEdit={setEdited} />
      )}
    </div>
  );
}

interface ArticlesProps {
  kind: 'question' | 'answer';
  looked: { q?: string; process?: string };
  mayEdit: boolean;
  edited: Article | 'new' | undefined;
  onEdit(article: Article | undefined): void;
}

function Articles({ kind, looked, mayEdit, edited, onEdit }: ArticlesProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useQuery(articlesQuery({ kind, ...looked }));
  const onSearch = useCallback(
    (next: { q?: string; process?: string }) =>
      void navigate({ to: '/knowledge', search: { tab: kind, ...next }, replace: true }),
    [navigate, kind],
  );
  const articles = list.data?.articles ?? [];
  const looking = Boolean(looked.q || looked.process);
  return (
    <>
      <Looking key={kind} search={looked} topics={list.data?.topics ?? []} onSearch={onSearch} />
      {list.error && <Alert tone="danger">{wordsOf(list.error)}</Alert>}
      {list.isPending && <Loading />}
      {list.isSuccess && articles.length === 0 && (
        <Empty
          title={t(looking ? 'faq.nothing' : `knowledge.none_${kind}`)}
          lead={t(looking ? 'faq.nothing_lead' : mayEdit ? `knowledge.lead_${kind}` : 'knowledge.lead_reader')}
        />
      )}
      <ul className="articles">
        {articles.map((article) => (
          <li key={article.id}>
            <ArticleCard
              article={article}
              topics={list.data?.topics ?? []}
              onEdit={mayEdit ? () => onEdit(article) : undefined}
            />
          </li>
        ))}
      </ul>
      {edited && list.data && (
        <ArticleDialog
          kind={kind}
          article={edited === 'new' ? undefined : edited}
          topics={list.data.topics}
          variables={list.data.variables}
          onClose={() => onEdit(undefined)}
        />
      )}
    </>
  );
}

function ArticleCard({ article, topics, onEdit }: { article: Article; topics: Topic[]; onEdit?: () => void }) {
  const { t } = useTranslation();
  const topic = topics.find(({ code }) => code === article.process)?.name;
  return (
    <article className="panel article" data-testid={`article-${article.id}`}>
      <header className="panel-head">
        <h2 className="panel-title">{article.title}</h2>
        <span className="row">
          {!article.published && <Badge tone="warn">{t('knowledge.draft')}</Badge>}
          {topic && <Badge>{topic}</Badge>}
        </span>
      </header>
      <ArticleBody text={article.text} links={article.links} />
      <footer className="article-foot">
        <span className="muted small">
          {t('knowledge.used', { count: article.uses })}
          {' · '}
          {t('knowledge.changed', { who: article.changed_by, when: formatDateTime(article.changed_at) })}
        </span>
        {onEdit && (
          <Button
            size="small"
            icon="edit"
            onPress={onEdit}
            aria-label={`${t('knowledge.edit')}: ${article.title}`}
            data-testid={`edit-${article.id}`}
          >
            {t('knowledge.edit')}
          </Button>
        )}
      </footer>
    </article>
  );
}
