import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Desk } from '../../api/client';
import { formatPhone } from '../../ui/format';
import { Alert, Button } from '../../ui/kit';
import { callOut } from '../CallOut';
import type { Asking } from './actions';

/** Why the last call out came to nothing, and the way to try again. */
export function FailedCall({ desk, asking }: { desk: Desk; asking: Asking }) {
  const { t } = useTranslation();
  const [seen, setSeen] = useState('');
  const failed = desk.failed_call;
  const free = desk.agent.state === 'available' || desk.agent.state === 'wrap_up';
  if (!failed || failed.call_id === seen || !free) return null;
  const { ticket_id: ticketId, number } = failed;
  return (
    <Alert
      tone="warning"
      data-testid="failed-call"
      action={
        <>
          {ticketId !== undefined && (
            <Button
              size="small"
              icon="phone"
              isDisabled={asking.busy}
              onPress={() => void asking.ask(() => callOut(ticketId, number))}
              data-testid="call-again"
            >
              {t('out.again')}
            </Button>
          )}
          <Button tone="quiet" size="small" icon="close" onPress={() => setSeen(failed.call_id)}>
            {t('transfer.close')}
          </Button>
        </>
      }
    >
      <strong>{formatPhone(number)}.</strong>{' '}
      {failed.notice
        ? t(`notice.${failed.notice}`)
        : t(failed.reason === 'not_placed' ? 'out.not_placed' : 'out.broken')}
    </Alert>
  );
}
