import { Link } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useRef, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { api, type HistoryEntry, must, type TicketDetail, wordsOf } from '../../api/client';
import { wordFor } from '../../i18n';
import { queries } from '../../state/session';
import { ticketQuery } from '../../state/ticket';
import { formatDateTime } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button, Field, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { EntryChanges } from '../EntryChanges';
import { AnswerPicker } from '../faq/AnswerPicker';

// The player and what draws its sound are fetched when somebody listens.
const Talk = lazy(() => import('../calls/Talk'));

/** Everything that has happened to the ticket, the newest first, and a note that joins it. */
export function Timeline({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const newest = [...detail.history].reverse();
  return (
    <Panel title={t('appeal.timeline')} aside={<span className="count">{newest.length}</span>}>
      <NewNote ticketId={detail.ticket.id} />
      <ol className="timeline ticket-timeline" data-testid="ticket-history">
        {newest.map((entry) => (
          <Line key={`${entry.at}${entry.kind}${entry.text}`} entry={entry} />
        ))}
      </ol>
    </Panel>
  );
}

function Line({ entry }: { entry: HistoryEntry }) {
  const { t } = useTranslation();
  const [listening, setListening] = useState(false);
  const { call_id: callId, recording_id: recordingId } = entry;
  return (
    <li className="timeline-item" data-kind={entry.kind} data-act={entry.act}>
      <span className="list-head">
        <strong>{wordFor('history', entry.kind)}</strong>
        <time className="muted small" dateTime={entry.at}>
          {formatDateTime(entry.at)}
        </time>
      </span>
      <span className="list-text prewrap">{entry.text}</span>
      <EntryChanges entry={entry} />
      <span className="muted small row">
        {entry.author && (
          <span className="with-icon">
            <Icon name="user" size={14} /> {entry.author}
          </span>
        )}
        {callId && entry.call_open && (
          <Link to="/calls/$callId" params={{ callId }} className="with-icon">
            <Icon name="phone" size={14} /> {t('appeal.open_call')}
          </Link>
        )}
        {recordingId && !listening && (
          <Button size="small" icon="play" onPress={() => setListening(true)} data-testid="talk-listen">
            {t('call.listen')}
          </Button>
        )}
      </span>
      {listening && callId && recordingId && (
        <Suspense fallback={<Loading />}>
          <Talk callId={callId} recordingId={recordingId} onClose={() => setListening(false)} />
        </Suspense>
      )}
    </li>
  );
}

/** An answer stands on a line of its own. */
export const joined = (text: string, answer: string) => (text.trim() ? `${text.trimEnd()}\n${answer}` : answer);

function NewNote({ ticketId }: { ticketId: number }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const key = useRef(crypto.randomUUID());
  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!text.trim()) return;
    setBusy(true);
    setFault('');
    try {
      await must(
        api.POST('/api/v1/tickets/{ticketId}/notes', {
          params: { path: { ticketId } },
          body: { text, key: key.current },
        }),
      );
      setText('');
      key.current = crypto.randomUUID();
      await queries.invalidateQueries({ queryKey: ticketQuery(ticketId).queryKey });
    } catch (error) {
      setFault(wordsOf(error));
    }
    setBusy(false);
  }
  return (
    <Form onSubmit={submit} className="new-note">
      <Field
        label={t('appeal.note')}
        hint={t('appeal.note_hint')}
        lines={2}
        value={text}
        onChange={setText}
        maxLength={10000}
        data-testid="ticket-note"
      />
      {fault && <Alert tone="danger">{fault}</Alert>}
      <div className="row">
        <Button type="submit" isPending={busy} isDisabled={!text.trim()} data-testid="ticket-note-add">
          {t('appeal.note_add')}
        </Button>
        <AnswerPicker ticketId={ticketId} onInsert={(answer) => setText((now) => joined(now, answer))} />
      </div>
    </Form>
  );
}
