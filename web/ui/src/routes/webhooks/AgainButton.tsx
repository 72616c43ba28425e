import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { Alert, Button } from '../../ui/kit';

/** Sends something once more, and says what hinders it. */
export function AgainButton({ name, send, testId }: { name: string; send(): Promise<unknown>; testId: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  async function again() {
    setBusy(true);
    setFault('');
    try {
      await send();
    } catch (error) {
      setFault(wordsOf(error));
    }
    setBusy(false);
  }
  return (
    <>
      <Button
        size="small"
        isPending={busy}
        onPress={() => void again()}
        aria-label={t('webhooks.again_of', { name })}
        data-testid={testId}
      >
        {t('webhooks.again')}
      </Button>
      {fault && <Alert tone="danger">{fault}</Alert>}
    </>
  );
}
