import './texts';
import '../../styles/knowledge.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { useSession } from '../../state/session';
import { formatPhone } from '../../ui/format';
import { Icon, Mark } from '../../ui/icons';
import { Alert } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';
import { ArticleBody } from './ArticleBody';
import { faqQuery, referenceQuery } from './articles';
import { Looking } from './Looking';

/** The FAQ as everybody reads it, without a login. */
export function FaqPage() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/faq' });
  const navigate = useNavigate();
  const faq = useQuery(faqQuery(search));
  const session = useSession();
  const onSearch = useCallback(
    (next: { q?: string; process?: string }) => void navigate({ to: '/faq', search: next, replace: true }),
    [navigate],
  );
  const questions = faq.data?.questions ?? [];
  const looking = Boolean(search.q || search.process);
  return (
    <div className="faq">
      <a className="skip" href="#questions">
        {t('app.skip')}
      </a>
      <header className="faq-head">
        <div className="faq-inner">
          <div className="brand">
            <Mark size={34} />
            <span>{t('faq.service')}</span>
          </div>
          <h1>{t('faq.title')}</h1>
          <p>{t('faq.lead')}</p>
        </div>
      </header>
      <main className="faq-inner faq-main" id="questions" tabIndex={-1}>
        <Looking search={search} topics={faq.data?.topics ?? []} onSearch={onSearch} />
        {faq.error && <Alert tone="danger">{wordsOf(faq.error)}</Alert>}
        {faq.isPending && <Loading />}
        <p className="visually-hidden" role="status">
          {faq.isSuccess && t('faq.found', { count: questions.length })}
        </p>
        {faq.isSuccess && questions.length === 0 && (
          <Empty
            title={t(looking ? 'faq.nothing' : 'faq.none')}
            lead={t(looking ? 'faq.nothing_lead' : 'faq.none_lead')}
            data-testid="faq-empty"
          />
        )}
        <div className="faq-list">
          {questions.map((question) => (
            <details
              key={question.id}
              className="panel faq-question"
              open={questions.length === 1}
              data-testid="faq-question"
            >
              <summary>
                <h2>{question.title}</h2>
                <Icon name="down" size={18} />
              </summary>
              <ArticleBody text={question.text} links={question.links} />
            </details>
          ))}
        </div>
        <Contacts />
        {session && (
          <p>
            <Link to="/knowledge" search={{}} className="back-link">
              <Icon name="back" size={16} />
              {t('knowledge.title')}
            </Link>
          </p>
        )}
      </main>
    </div>
  );
}

function Contacts() {
  const { t } = useTranslation();
  const { data } = useQuery(referenceQuery);
  if (!data) return null;
  return (
    <section className="panel faq-contacts" aria-label={t('faq.contacts')}>
      <h2 className="panel-title">{t('faq.contacts')}</h2>
      <p>{t('faq.contacts_lead')}</p>
      <ul className="faq-ways">
        <li>
          <a href={`tel:${data.support_phone}`}>{formatPhone(data.support_phone)}</a>
        </li>
        <li>
          <a href={`mailto:${data.support_email}`} className="break">
            {data.support_email}
          </a>
        </li>
      </ul>
      <p className="muted small">{t('faq.not_a_channel')}</p>
    </section>
  );
}
