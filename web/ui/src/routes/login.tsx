import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must } from '../api/client';
import { homeOf, queries, sessionQuery } from '../state/session';
import { Mark } from '../ui/icons';
import { Alert, Button, Field } from '../ui/kit';
import { invalid, useSending } from '../ui/sending';

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const { busy, words, send } = useSending();

  async function enter() {
    if (!login.trim() || !password) throw invalid({ login: t('login.need_both') });
    const session = await must(api.POST('/api/v1/session', { body: { login: login.trim(), password } })).catch(
      (error) => {
        setPassword('');
        throw error;
      },
    );
    queries.clear();
    queries.setQueryData(sessionQuery.queryKey, session);
    await navigate({ to: homeOf(session) });
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    void send(enter);
  }

  return (
    <main className="login">
      <div className="login-card">
        <div className="login-brand">
          <Mark size={52} />
          <div>
            <p className="login-name">{t('app.name')}</p>
            <p className="login-owner">{t('app.owner')}</p>
          </div>
        </div>
        <h1 className="login-title">{t('login.title')}</h1>
        <p className="muted">{t('login.lead')}</p>
        <Form onSubmit={submit} className="stack">
          <Field
            label={t('login.login')}
            value={login}
            onChange={setLogin}
            name="login"
            autoComplete="username"
            maxLength={64}
            autoFocus
            data-testid="login"
          />
          <Field
            label={t('login.password')}
            value={password}
            onChange={setPassword}
            name="password"
            type="password"
            autoComplete="current-password"
            maxLength={256}
            data-testid="password"
          />
          {words && (
            <Alert tone="danger" data-testid="login-fault">
              {words}
            </Alert>
          )}
          <Button type="submit" tone="primary" size="large" isPending={busy} data-testid="login-submit">
            {t('login.submit')}
          </Button>
        </Form>
        <p className="muted small">{t('login.help')}</p>
      </div>
    </main>
  );
}
