import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Button as AriaButton, Dialog, Heading, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../api/client';
import { addTexts } from '../../i18n';
import texts from '../../i18n/inbox.json';
import '../../styles/inbox.css';
import { inboxQuery, markRead, type Notification } from '../../state/inbox';
import { formatDateTime, formatDeadline } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button } from '../../ui/kit';
import { useServerNow } from '../../ui/time';

addTexts(texts);

const MOST = 99;

/** How much there is to read, and what; to open it is to have read it. */
export function Bell() {
  const { t } = useTranslation();
  const inbox = useInfiniteQuery(inboxQuery);
  const bell = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [fresh, setFresh] = useState<Set<number>>(new Set());
  const lines = inbox.data?.pages.flatMap((page) => page.lines) ?? [];
  const unread = inbox.data?.pages[0]?.unread ?? 0;
  const label = unread > 0 ? t('inbox.unread', { count: unread }) : t('inbox.bell');
  function show(on: boolean) {
    setOpen(on);
    const newest = lines[0];
    if (!on || !newest || unread === 0) return;
    // What was unread a moment ago stays marked as new while it is looked at.
    setFresh(new Set(lines.filter((line) => !line.read_at).map((line) => line.id)));
    markRead(newest.id).catch(() => undefined); // it stays unread, and is marked when it is opened again
  }
  return (
    <>
      <AriaButton
        ref={bell}
        className="btn btn-quiet btn-small bell"
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={open}
        onPress={() => show(!open)}
        data-testid="bell"
      >
        <Icon name="bell" size={20} />
        {unread > 0 && (
          <span className="bell-count" data-testid="bell-count">
            {unread > MOST ? `${MOST}+` : unread}
          </span>
        )}
      </AriaButton>
      <Popover
        className="popover inbox-popover"
        placement="bottom end"
        triggerRef={bell}
        isOpen={open}
        onOpenChange={show}
      >
        <Dialog className="inbox" data-testid="inbox">
          <Heading slot="title" level={2} className="inbox-title">
            {t('inbox.title')}
          </Heading>
          {inbox.error && <Alert tone="danger">{wordsOf(inbox.error)}</Alert>}
          {inbox.data && lines.length === 0 && <p className="muted">{t('inbox.none')}</p>}
          <ul className="inbox-lines">
            {lines.map((line) => (
              <Line
                key={line.id}
                line={line}
                isNew={!line.read_at || fresh.has(line.id)}
                onOpen={() => setOpen(false)}
              />
            ))}
          </ul>
          {inbox.hasNextPage && (
            <Button
              size="small"
              isPending={inbox.isFetchingNextPage}
              onPress={() => void inbox.fetchNextPage()}
              data-testid="inbox-more"
            >
              {t('inbox.more')}
            </Button>
          )}
        </Dialog>
      </Popover>
      <span className="visually-hidden" role="status">
        {unread > 0 && label}
      </span>
    </>
  );
}

const BAD: Notification['kind'][] = ['breach', 'notice_late', 'registered_late'];

/** Where what a line speaks of is done. */
const placeOf = (line: Notification) =>
  line.ticket_id
    ? ({ to: '/tickets/$ticketId', params: { ticketId: String(line.ticket_id) } } as const)
    : line.kind === 'regime_unseen'
      ? ({ to: '/calendar', search: { tab: 'rules' } } as const)
      : ({ to: '/calendar', search: { tab: 'proposal', year: line.year } } as const);

function Line({ line, isNew, onOpen }: { line: Notification; isNew: boolean; onOpen(): void }) {
  const { t } = useTranslation();
  const now = useServerNow();
  const bad = BAD.includes(line.kind);
  const icon = bad ? 'alert' : line.kind === 'warning' || !line.ticket_id ? 'clock' : 'ticket';
  return (
    <li className={`inbox-line ${isNew ? 'inbox-new' : ''} ${bad ? 'inbox-bad' : ''}`}>
      <Icon name={icon} size={18} />
      <div className="inbox-words">
        <Link {...placeOf(line)} className="inbox-link" onClick={onOpen} data-testid={`inbox-${line.id}`}>
          {line.text}
          {isNew && <span className="visually-hidden"> ({t('inbox.new')})</span>}
        </Link>
        {line.ticket_number && (
          <span className="muted small">
            {t('inbox.ticket', { number: line.ticket_number })}
            {line.subject && <> · {line.subject}</>}
          </span>
        )}
        <span className="muted small">
          {formatDateTime(line.at)}
          {line.due_at && Date.parse(line.due_at) > now && (
            <> · {t('inbox.due', { when: formatDeadline(line.due_at, now) })}</>
          )}
        </span>
      </div>
    </li>
  );
}
