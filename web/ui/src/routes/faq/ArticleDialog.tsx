import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must } from '../../api/client';
import { queries } from '../../state/session';
import { Choice } from '../../ui/choice';
import { FormDialog } from '../../ui/form-dialog';
import { Button, Field } from '../../ui/kit';
import { Changes } from '../Changes';
import type { Article, ArticleLink, Topic } from './articles';

interface ArticleDialogProps {
  kind: 'question' | 'answer';
  article: Article | undefined;
  topics: Topic[];
  variables: string[];
  onClose(): void;
}

interface Row extends ArticleLink {
  key: number;
}

export function ArticleDialog({ kind, article, topics, variables, onClose }: ArticleDialogProps) {
  const { t } = useTranslation();
  const [form, setForm] = useState({
    title: article?.title ?? '',
    text: article?.text ?? '',
    process: article?.process ?? 'all',
    position: String(article?.position ?? 0),
    state: article ? (article.published ? 'published' : 'draft') : 'published',
  });
  const [links, setLinks] = useState<Row[]>(() => (article?.links ?? []).map((link, key) => ({ ...link, key })));
  const lastKey = useRef(links.length);
  const put = (name: keyof typeof form) => (value: string) => setForm((now) => ({ ...now, [name]: value }));
  async function save() {
    const body = {
      kind,
      title: form.title,
      text: form.text,
      process: form.process === 'all' ? undefined : form.process,
      position: Number(form.position) || 0,
      published: form.state === 'published',
      links: links.filter(({ url }) => url.trim()).map(({ title, url }) => ({ title, url })),
      version: article?.version ?? 0,
    };
    await must(
      article
        ? api.PUT('/api/v1/articles/{articleId}', { params: { path: { articleId: article.id } }, body })
        : api.POST('/api/v1/articles', { body }),
    );
    void queries.invalidateQueries({ queryKey: ['articles'] });
    void queries.invalidateQueries({ queryKey: ['faq'] });
  }
  return (
    <FormDialog
      title={t(article ? `knowledge.edit_${kind}` : `knowledge.add_${kind}`)}
      wide
      stays
      onClose={onClose}
      save={save}
      saveId="article-save"
    >
      {(wrong) => (
        <>
          <Field
            label={t(`knowledge.title_${kind}`)}
            value={form.title}
            onChange={put('title')}
            error={wrong.title}
            maxLength={300}
            isRequired
            autoFocus
            data-testid="article-title"
          />
          <div className="stack-small">
            <Field
              label={t(`knowledge.text_${kind}`)}
              value={form.text}
              onChange={put('text')}
              error={wrong.text}
              hint={kind === 'answer' ? t('knowledge.variables') : undefined}
              lines={7}
              maxLength={10_000}
              isRequired
              data-testid="article-text"
            />
            {kind === 'answer' && (
              <div className="row">
                {variables.map((name) => (
                  <Button
                    key={name}
                    size="small"
                    onPress={() => put('text')(`${form.text}{{${name}}}`)}
                    data-testid={`variable-${name}`}
                  >
                    {`{{${name}}}`}
                  </Button>
                ))}
              </div>
            )}
          </div>
          <Links rows={links} fault={wrong.links} onChange={setLinks} newKey={() => ++lastKey.current} />
          <div className="pair">
            <Choice
              label={t('faq.topic')}
              value={form.process}
              onChange={put('process')}
              options={[
                ['all', t('faq.all_topics')],
                ...topics.map(({ code, name }): [string, string] => [code, name]),
              ]}
            />
            <Choice
              label={t('knowledge.state')}
              value={form.state}
              onChange={put('state')}
              options={[
                ['published', t('knowledge.published')],
                ['draft', t('knowledge.draft')],
              ]}
              data-testid="article-state"
            />
            <Field
              label={t('knowledge.position')}
              type="number"
              value={form.position}
              onChange={put('position')}
              error={wrong.position}
            />
          </div>
          {article && <ArticleChanges id={article.id} />}
        </>
      )}
    </FormDialog>
  );
}

interface LinksProps {
  rows: Row[];
  fault: string | undefined;
  onChange(rows: Row[]): void;
  newKey(): number;
}

function Links({ rows, fault, onChange, newKey }: LinksProps) {
  const { t } = useTranslation();
  const put = (key: number, change: Partial<ArticleLink>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...change } : row)));
  return (
    <fieldset className="links">
      <legend className="field-label">{t('knowledge.links')}</legend>
      {rows.map((row, i) => (
        <div className="link-row" key={row.key}>
          <Field
            label={t('knowledge.link_title')}
            value={row.title}
            onChange={(title) => put(row.key, { title })}
            maxLength={300}
          />
          <Field
            label={t('knowledge.link_url')}
            type="url"
            value={row.url}
            onChange={(url) => put(row.key, { url })}
            error={i === rows.length - 1 ? fault : undefined}
            maxLength={500}
            placeholder="https://"
          />
          <Button
            tone="quiet"
            icon="close"
            aria-label={`${t('knowledge.drop_link')}: ${row.title || row.url}`}
            onPress={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            {t('knowledge.drop_link')}
          </Button>
        </div>
      ))}
      {rows.length < 10 && (
        <Button
          size="small"
          onPress={() => onChange([...rows, { key: newKey(), title: '', url: '' }])}
          data-testid="link-add"
        >
          {t('knowledge.add_link')}
        </Button>
      )}
    </fieldset>
  );
}

function ArticleChanges({ id }: { id: number }) {
  const changes = useQuery({
    queryKey: ['articles', 'changes', id],
    queryFn: () => must(api.GET('/api/v1/articles/{articleId}/changes', { params: { path: { articleId: id } } })),
  });
  return <Changes changes={changes.data} />;
}
