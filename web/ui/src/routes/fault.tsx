import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../api/client';
import { Alert, Button } from '../ui/kit';

const AGAIN_MS = 5000;

/** What is shown in the place of a page that could not be had; it tries again by itself. */
export function FaultPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => void router.invalidate(), AGAIN_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <main className="page page-narrow" data-testid="fault">
      <h1>{t('trouble.page_title')}</h1>
      <Alert tone="danger">{wordsOf(error)}</Alert>
      <p className="muted">{t('trouble.page_lead')}</p>
      <Button tone="primary" onPress={() => void router.invalidate()} data-testid="fault-retry">
        {t('app.retry')}
      </Button>
    </main>
  );
}
