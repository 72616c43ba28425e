import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouteContext, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/applicants.json';
import '../../styles/applicants.css';
import { type Applicant, findQuery } from '../../state/applicants';
import { Email } from '../../ui/facts';
import { formatPhone } from '../../ui/format';
import { Alert, Badge, Button, Field } from '../../ui/kit';
import { Empty, Loading } from '../../ui/states';

addTexts(texts);

/** Who has appealed: found by whatever they say of themselves. What is looked for stands in the address. */
export function ApplicantsPage() {
  const { t } = useTranslation();
  const { q = '' } = useSearch({ from: '/shell/applicants' });
  const found = useQuery(findQuery(q));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{t('applicants.title')}</h1>
      </header>
      <Finder key={q} q={q} />
      {found.error && <Alert tone="danger">{wordsOf(found.error)}</Alert>}
      {found.isFetching && <Loading />}
      {!q && <Empty title={t('applicants.start')} lead={t('applicants.start_lead')} />}
      {found.data?.length === 0 && <Empty title={t('applicants.empty')} lead={t('applicants.empty_lead')} />}
      {found.data && found.data.length > 0 && <Found people={found.data} />}
      {found.data && found.data.length >= 50 && <p className="muted">{t('applicants.many')}</p>}
    </div>
  );
}

function Finder({ q }: { q: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const [short, setShort] = useState('');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (text.trim().length < 2) {
      setShort(t('applicants.short'));
      return;
    }
    void navigate({ to: '/applicants', search: { q: text.trim() } });
  }
  return (
    <Form className="panel applicant-finder" onSubmit={submit} role="search" aria-label={t('applicants.find')}>
      <Field
        label={t('applicants.what')}
        hint={t('applicants.what_hint')}
        error={short}
        value={text}
        onChange={(value) => {
          setText(value);
          setShort('');
        }}
        maxLength={200}
        autoFocus={q === ''}
        data-testid="applicant-query"
      />
      <Button type="submit" tone="primary" icon="search" data-testid="applicant-find">
        {t('applicants.find')}
      </Button>
    </Form>
  );
}

function Found({ people }: { people: Applicant[] }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: '/shell' });
  return (
    <table className="table panel" data-testid="applicants-table">
      <caption className="visually-hidden">{t('applicants.table')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('applicants.who')}</th>
          <th scope="col">{t('applicant.group')}</th>
          <th scope="col">{t('applicant.phone')}</th>
          <th scope="col">{t('applicant.email')}</th>
          <th scope="col">{t('applicant.login')}</th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.id} data-testid="applicant-row">
            <td data-label={t('applicants.who')}>
              <Link
                to="/applicants/$applicantId"
                params={{ applicantId: String(person.id) }}
                className="row-link applicant-link"
                data-testid={`applicant-${person.id}`}
              >
                <strong>{person.name}</strong>
              </Link>
              {person.restricted && session.role === 'supervisor' && (
                <Badge tone="warn">{t('applicants.restricted')}</Badge>
              )}
              {person.organisation_name && <span className="muted small block">{person.organisation_name}</span>}
            </td>
            <td data-label={t('applicant.group')}>
              <span>
                {t(`applicant.group_${person.group}`)}
                {person.kind === 'organisation' && (
                  <span className="muted small block">{t('applicant.kind_organisation')}</span>
                )}
                {person.subgroup && (
                  <span className="muted small block">{t(`applicant.subgroup_${person.subgroup}`)}</span>
                )}
              </span>
            </td>
            <td data-label={t('applicant.phone')}>
              <span className="nowrap">{person.phones[0] ? formatPhone(person.phones[0]) : '—'}</span>
              {person.phones.length > 1 && (
                <span className="muted small block">{t('applicants.more', { count: person.phones.length - 1 })}</span>
              )}
            </td>
            <td data-label={t('applicant.email')} className="applicant-wrap">
              <span>{person.email ? <Email address={person.email} /> : '—'}</span>
            </td>
            <td data-label={t('applicant.login')} className="applicant-wrap">
              <span>{person.login ?? '—'}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
