import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, type CallAction, type Desk, type DeskCall, must, wordsOf } from '../../api/client';
import { act } from '../../state/live';
import { addNote } from '../../state/note';
import { formatDuration } from '../../ui/format';
import { Alert, Button } from '../../ui/kit';
import { useShortcuts } from '../../ui/shortcuts';
import { useServerNow } from '../../ui/time';
import type { Asking } from './actions';
import { Destinations } from './Destinations';

const REFRESH_MS = 2000;
const SERVICES = ['organisation', 'information'] as const;

/** To whom the call can be handed. Not a dialog: the note can be written on while it is open. */
export function TransferPanel({
  desk,
  call,
  asking,
  onClose,
}: {
  desk: Desk;
  call: DeskCall;
  asking: Asking;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const now = useServerNow();
  useShortcuts([{ code: 'Escape', run: onClose }]);
  const colleagues = useQuery({
    queryKey: ['colleagues'],
    queryFn: () => must(api.GET('/api/v1/desk/colleagues')),
    refetchInterval: REFRESH_MS,
    staleTime: 0,
  });
  const consult = (whom: Omit<CallAction, 'action'>) =>
    void asking.ask(async () => {
      await addNote().catch(() => undefined); // the talk goes first: the text stays in the draft
      await act(call.id, { action: 'consult', ...whom });
    });
  const others = (colleagues.data ?? []).filter((colleague) => colleague.agent_id !== desk.agent.id);
  return (
    <section className="transfer" aria-labelledby="transfer-title" data-testid="transfer-panel">
      <header className="transfer-head">
        <div>
          <h2 id="transfer-title" className="panel-title">
            {t('transfer.title')}
          </h2>
          <p className="muted small">{t('transfer.lead')}</p>
        </div>
        <Button tone="quiet" size="small" icon="close" keys="Escape" onPress={onClose}>
          {t('transfer.close')}
        </Button>
      </header>
      {colleagues.error && <Alert tone="danger">{wordsOf(colleagues.error)}</Alert>}
      <div className="transfer-groups">
        {SERVICES.filter(
          (service) => service === 'organisation' || others.some((other) => other.service === service),
        ).map((service) => {
          const members = others.filter((other) => other.service === service);
          return (
            <div key={service} className="transfer-group">
              <div className="transfer-group-head">
                <h3>{t(`service.${service}`)}</h3>
                <Button
                  size="small"
                  onPress={() => consult({ service })}
                  isDisabled={asking.busy || !members.some((m) => m.state === 'available')}
                  data-testid={`consult-any-${service}`}
                >
                  {t('transfer.anybody')}
                </Button>
              </div>
              {members.length === 0 && <p className="muted small">{t('transfer.nobody')}</p>}
              <ul className="colleagues">
                {members.map((member) => (
                  <li
                    key={member.agent_id}
                    className="colleague"
                    data-testid={`colleague-${member.agent_id}`}
                    data-state={member.state}
                  >
                    <span className={`dot dot-${member.state}`} aria-hidden="true" />
                    <span className="colleague-name">{member.name}</span>
                    <span className="colleague-state">
                      {t(`state.${member.state}`)}{' '}
                      {member.state !== 'offline' && formatDuration(now - Date.parse(member.state_since))}
                    </span>
                    <Button
                      size="small"
                      tone={member.state === 'available' ? 'primary' : 'plain'}
                      aria-label={`${t('transfer.consult')}: ${member.name}`}
                      isDisabled={asking.busy || member.state !== 'available'}
                      onPress={() => consult({ service, agent_id: member.agent_id })}
                      data-testid={`consult-${member.agent_id}`}
                    >
                      {t('transfer.consult')}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
        <Destinations busy={asking.busy} onConsult={(number) => consult({ number })} />
      </div>
    </section>
  );
}
