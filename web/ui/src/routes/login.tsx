import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, must, wordsOf } from '../api/client';
import { homeOf, queries, sessionQuery } from '../state/session';
import { Mark } from '../ui/icons';
import { Alert, Button, Field } from '../ui/kit';

export function LoginPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!login.trim() || !password) {
      setFault(t('login.need_both'));
      return;
    }
    setBusy(true);
    setFault('');
    try {
      const session = await must(api.POST('/api/v1/session', { body: { login: login.trim(), password } }));
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: homeOf(session) });
    } catch (error) {
      setPassword('');
      setFault(wordsOf(error));
    } finally {
      setBusy(false);
    }
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
          {fault && (
            <Alert tone="danger" data-testid="login-fault">
              {fault}
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
