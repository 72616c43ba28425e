import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActName, DeskTicket } from '../../api/client';
import { newestVersion, ticketQuery } from '../../state/ticket';
import { Alert, Button } from '../../ui/kit';
import { useAsking } from './actions';

const ActDialog = lazy(() => import('../tickets/ActDialog').then((module) => ({ default: module.ActDialog })));

/** What is done in the talk itself: a consultation in one step (Regulation 4.6), the class (4.9.2), the essence (4.7). */
const IN_TALK = ['consult', 'classify', 'describe'] as const satisfies ActName[];

export function TicketActs({ ticket }: { ticket: DeskTicket }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<ActName>();
  const { data } = useQuery(ticketQuery(ticket.id));
  const asking = useAsking();
  if (!data) return null;
  // The form is for the ticket as it is now: the talk itself changes it.
  const begin = (name: ActName) =>
    void asking.ask(() => newestVersion(ticket.id)).then((reached) => reached && setAct(name));
  return (
    <div className="row" data-testid="desk-acts">
      {IN_TALK.filter((name) => data.work.acts.includes(name)).map((name) => (
        <Button key={name} size="small" onPress={() => begin(name)} data-testid={`act-${name}`}>
          {t(`ticket.act_${name}`)}
        </Button>
      ))}
      <Link to="/tickets/$ticketId" params={{ ticketId: String(ticket.id) }} data-testid="open-ticket">
        {t('ticket.open')}
      </Link>
      {asking.fault && <Alert tone="danger">{asking.fault}</Alert>}
      {act && (
        <Suspense fallback={null}>
          <ActDialog act={act} detail={data} onClose={() => setAct(undefined)} />
        </Suspense>
      )}
    </div>
  );
}
