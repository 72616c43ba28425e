import { useTranslation } from 'react-i18next';
import { api, must } from '../api/client';
import { useDesk } from '../state/desk';
import { formatPhone } from '../ui/format';
import { Alert, Button } from '../ui/kit';
import { useAsking } from './desk/actions';

export const callOut = (ticketId: number, number: string) =>
  must(api.POST('/api/v1/tickets/{ticketId}/calls', { params: { path: { ticketId } }, body: { number } }));

/** A ticket's telephones, for an agent who may call now: the own telephone rings first. */
export function CallOut({ ticketId, phones }: { ticketId: number; phones: string[] }) {
  const { t } = useTranslation();
  const asking = useAsking();
  const state = useDesk((store) => store.desk?.agent.state);
  if (phones.length === 0 || (state !== 'available' && state !== 'wrap_up')) return null;
  return (
    <div className="call-out" data-testid="call-out">
      {phones.map((number) => (
        <Button
          key={number}
          size="small"
          icon="phone"
          isDisabled={asking.busy}
          onPress={() => void asking.ask(() => callOut(ticketId, number))}
          data-testid={`call-${number}`}
        >
          {t('out.call')} <span className="call-out-number">{formatPhone(number)}</span>
        </Button>
      ))}
      {asking.fault && (
        <Alert tone="danger" data-testid="call-out-fault">
          {asking.fault}
        </Alert>
      )}
    </div>
  );
}
