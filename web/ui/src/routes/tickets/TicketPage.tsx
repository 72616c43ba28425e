import './texts';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type ActName, type TicketDetail, wordsOf } from '../../api/client';
import { useSession } from '../../state/session';
import { actOnTicket, newestVersion, ticketQuery } from '../../state/ticket';
import { formatDateTime } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { ActDialog } from './ActDialog';
import { Clocks } from './Clocks';
import { ContentPanel } from './ContentPanel';
import { Debts } from './Debts';
import { ApplicantFacts, Related, StatusBadges, TicketFacts } from './TicketFacts';
import { Timeline } from './Timeline';
import '../../styles/tickets.css';

/** How often a page that is looked at asks anew: colleagues work on the same tickets. */
const REFRESH_MS = 10_000;

export function TicketPage() {
  const { t } = useTranslation();
  const { ticketId } = useParams({ from: '/shell/tickets/$ticketId' });
  const router = useRouter();
  const ticket = useQuery({ ...ticketQuery(Number(ticketId)), refetchInterval: REFRESH_MS });
  return (
    <div className="page ticket-page">
      {router.history.canGoBack() && (
        <p>
          <Button size="small" tone="quiet" icon="back" onPress={() => router.history.back()}>
            {t('appeal.back')}
          </Button>
        </p>
      )}
      {ticket.error && <Alert tone="danger">{wordsOf(ticket.error)}</Alert>}
      {ticket.isPending && <Loading />}
      {ticket.data && <Ticket detail={ticket.data} key={ticketId} />}
    </div>
  );
}

function Ticket({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const [act, setAct] = useState<ActName>();
  const [fault, setFault] = useState('');
  const { ticket, work } = detail;
  useEffect(() => {
    document.title = `${ticket.number} · ${t('app.name')}`;
    return () => {
      document.title = t('app.name');
    };
  }, [ticket.number, t]);
  async function begin(name: ActName) {
    setFault('');
    try {
      if (name === 'take') {
        await actOnTicket(ticket.id, 'take', { version: work.version });
        return;
      }
      await newestVersion(ticket.id); // a form is for the ticket as it is now
      setAct(name);
    } catch (error) {
      setFault(wordsOf(error));
    }
  }
  return (
    <>
      <header className="panel ticket-top">
        <div className="ticket-titles">
          <p className="eyebrow">
            <Icon name="ticket" size={16} /> {t('appeal.title')}{' '}
            {t('appeal.came', { channel: t(`channel.${ticket.channel}`), time: formatDateTime(ticket.registered_at) })}
          </p>
          <h1 className="ticket-number" data-testid="ticket-number">
            {ticket.number}
          </h1>
          <p className="ticket-subject">{ticket.subject || <span className="muted">{t('appeal.no_subject')}</span>}</p>
          <StatusBadges detail={detail} />
        </div>
        <Acts detail={detail} onAct={(name) => void begin(name)} />
      </header>
      {fault && (
        <Alert tone="danger" data-testid="ticket-fault">
          {fault}
        </Alert>
      )}
      {work.restricted && <Alert tone="warning">{t('appeal.restricted_why', { ground: work.restricted })}</Alert>}
      {work.hold && (
        <Alert tone="info" data-testid="ticket-hold">
          {t('appeal.hold_why', { reason: work.hold })}
        </Alert>
      )}
      {work.duplicate_of && (
        <Alert tone="info">
          {t('appeal.duplicate_of')}{' '}
          <Link to="/tickets/$ticketId" params={{ ticketId: String(work.duplicate_of.id) }}>
            {work.duplicate_of.number}
          </Link>
        </Alert>
      )}
      <div className="ticket-grid">
        <div className="stack">
          <Clocks work={work} />
          <Debts detail={detail} />
          <ContentPanel
            detail={detail}
            onDescribe={work.acts.includes('describe') ? () => void begin('describe') : undefined}
          />
          <Timeline detail={detail} />
        </div>
        <div className="stack">
          <ApplicantFacts detail={detail} />
          <TicketFacts detail={detail} />
          <Related detail={detail} />
        </div>
      </div>
      {act && <ActDialog act={act} detail={detail} onClose={() => setAct(undefined)} />}
    </>
  );
}

/** What is usually next stands as buttons; the rest is in the menu. */
const USUAL: ActName[] = ['take', 'resume', 'classify', 'consult', 'resolve', 'close', 'reopen'];
const MOST = 4;

function Acts({ detail, onAct }: { detail: TicketDetail; onAct(act: ActName): void }) {
  const { t } = useTranslation();
  const session = useSession();
  const { work } = detail;
  const mine = work.assignee?.id === session?.user_id && detail.ticket.status === 'in_progress';
  const possible = work.acts.filter((act) => !(act === 'take' && mine) && act !== 'describe');
  // A ticket that is classified is classified anew from the menu.
  const usual = USUAL.filter((act) => possible.includes(act) && !(act === 'classify' && work.class))
    .filter((act) => !(act === 'consult' && work.class && work.class.type !== 'consultation'))
    .slice(0, MOST);
  const rest = possible.filter((act) => !usual.includes(act));
  return (
    <div className="ticket-acts" data-testid="ticket-acts">
      {usual.map((act, i) => (
        <Button key={act} tone={i === 0 ? 'primary' : 'plain'} onPress={() => onAct(act)} data-testid={`act-${act}`}>
          {t(`act.${act}`)}
        </Button>
      ))}
      {rest.length > 0 && (
        <MenuTrigger>
          <AriaButton className="btn btn-plain btn-normal" data-testid="more-acts">
            <span>{t('appeal.more')}</span>
            <Icon name="down" size={16} />
          </AriaButton>
          <Popover className="popover" placement="bottom end">
            <Menu className="menu" onAction={(key) => onAct(key as ActName)}>
              {rest.map((act) => (
                <MenuItem key={act} id={act} className="menu-item" data-testid={`act-${act}`}>
                  {t(`act.${act}`)}
                </MenuItem>
              ))}
            </Menu>
          </Popover>
        </MenuTrigger>
      )}
    </div>
  );
}
