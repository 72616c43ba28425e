import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, must, wordsOf } from '../../api/client';
import { formatPhone } from '../../ui/format';
import { Alert, Button } from '../../ui/kit';

/** Outside numbers of the list that administrators keep: whoever answers there is consulted like a colleague. */
export function Destinations({ busy, onConsult }: { busy: boolean; onConsult(number: string): void }) {
  const { t } = useTranslation();
  const list = useQuery({
    queryKey: ['destinations'],
    queryFn: () => must(api.GET('/api/v1/destinations')),
    staleTime: 60_000,
  });
  if (list.error) return <Alert tone="danger">{wordsOf(list.error)}</Alert>;
  if (!list.data?.length) return null;
  return (
    <div className="transfer-group" data-testid="destinations">
      <div className="transfer-group-head">
        <h3>{t('transfer.outside')}</h3>
      </div>
      <ul className="colleagues">
        {list.data.map(({ number, name, note }) => (
          <li key={number} className="colleague" data-testid={`destination-${number}`}>
            <span className="destination">
              <span className="colleague-name">{name}</span>
              <span className="destination-number">{formatPhone(number)}</span>
              {note && <span className="muted small">{note}</span>}
            </span>
            <Button
              size="small"
              icon="phone"
              aria-label={`${t('transfer.dial')}: ${name}`}
              isDisabled={busy}
              onPress={() => onConsult(number)}
              data-testid={`consult-${number}`}
            >
              {t('transfer.dial')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
