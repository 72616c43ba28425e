import './texts';
import '../../styles/call.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type CallDetail, type ListenStarted, must, type Recording, wordsOf } from '../../api/client';
import { ticketQuery } from '../../state/ticket';
import { formatDateTime, formatDuration, numberOf } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Badge, Button, Panel } from '../../ui/kit';
import { Loading } from '../../ui/states';
import { CallOut } from '../CallOut';
import { TicketHistory } from '../TicketHistory';
import { Outcome } from './CallsPage';
import { ListenDialog } from './ListenDialog';
import { Player, type PlayerHandle } from './Player';
import { Proof } from './Proof';
import { Supervisions } from './Supervisions';
import { Timeline } from './Timeline';

const REFRESH_MS = 5000;

export function CallPage() {
  const { t } = useTranslation();
  const { callId } = useParams({ from: '/shell/calls/$callId' });
  const detail = useQuery({
    queryKey: ['call', callId],
    queryFn: () => must(api.GET('/api/v1/calls/{callId}', { params: { path: { callId } } })),
    // A recording is sealed within a minute of the hang-up: the page that was opened before that follows.
    refetchInterval: (query) => (query.state.data?.call.recording?.state === 'sealed' ? false : REFRESH_MS),
  });
  return (
    <div className="page">
      <p>
        <Link to="/calls" className="back-link">
          <Icon name="back" size={16} /> {t('calls.back')}
        </Link>
      </p>
      {detail.error && <Alert tone="danger">{wordsOf(detail.error)}</Alert>}
      {detail.isPending && <Loading />}
      {detail.data && <Detail detail={detail.data} key={callId} />}
    </div>
  );
}

function Detail({ detail }: { detail: CallDetail }) {
  const { t } = useTranslation();
  const { t: startAt } = useSearch({ from: '/shell/calls/$callId' });
  const { call, timeline } = detail;
  const [listen, setListen] = useState<ListenStarted>();
  const player = useRef<PlayerHandle>(null);
  return (
    <>
      <header className="page-head call-head">
        <div>
          <h1>{t('call.title', { time: formatDateTime(call.arrived_at) })}</h1>
          <p className="call-facts">
            {call.direction === 'outbound' && <Badge tone="info">{t('out.outbound')}</Badge>}
            <strong data-testid="call-number">{numberOf(call, t('bar.withheld'))}</strong>
            {call.applicant_name && <span>{call.applicant_name}</span>}
            {call.ticket_number && (
              <span className="with-icon mono" data-testid="call-ticket">
                <Icon name="ticket" size={16} />
                <Link to="/tickets/$ticketId" params={{ ticketId: String(call.ticket_id) }}>
                  {call.ticket_number}
                </Link>
              </span>
            )}
            {call.agents && call.agents.length > 0 && (
              <span className="with-icon">
                <Icon name="headset" size={16} /> {call.agents.join(' → ')}
              </span>
            )}
          </p>
        </div>
        <Outcome call={call} />
      </header>
      <div className="call-grid">
        <div className="stack">
          <RecordingPanel
            recording={call.recording}
            mayListen={detail.may_listen === true}
            listen={listen}
            onListen={setListen}
          >
            {listen && (
              <Player ref={player} listen={listen} startAt={startAt ?? 0} timeline={timeline} key={listen.id} />
            )}
          </RecordingPanel>
          <Panel title={t('call.timeline')}>
            <Timeline entries={timeline} onSeek={listen ? (ms) => player.current?.seek(ms) : undefined} />
          </Panel>
        </div>
        <div className="stack">
          {call.recording && <Listens recordingId={call.recording.id} listening={listen !== undefined} />}
          {detail.supervisions && detail.supervisions.length > 0 && <Supervisions entries={detail.supervisions} />}
          {call.ticket_id !== undefined && (
            <Panel title={t('call.ticket', { number: call.ticket_number ?? '' })}>
              <TicketCall ticketId={call.ticket_id} />
              <TicketHistory ticketId={call.ticket_id} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

/** For agents: the ticket's telephones. */
function TicketCall({ ticketId }: { ticketId: number }) {
  const { data } = useQuery(ticketQuery(ticketId));
  return data ? <CallOut ticketId={ticketId} phones={data.phones} /> : null;
}

interface RecordingPanelProps {
  recording: Recording | undefined;
  mayListen: boolean;
  listen: ListenStarted | undefined;
  onListen(listen: ListenStarted): void;
  children: React.ReactNode;
}

function RecordingPanel({ recording, mayListen, listen, onListen, children }: RecordingPanelProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  if (!recording) {
    return (
      <Panel title={t('call.recording')}>
        <p className="muted">{t('call.no_recording')}</p>
      </Panel>
    );
  }
  const tone = { sealed: 'good', spooled: 'info', missing: 'bad', failed: 'bad' } as const;
  const playable = recording.state === 'sealed';
  return (
    <Panel
      title={t('call.recording')}
      data-testid="recording"
      aside={
        <span data-testid="recording-state" data-state={recording.state}>
          <Badge tone={tone[recording.state]}>{t(`recording_state.${recording.state}`)}</Badge>
        </span>
      }
    >
      {children}
      {!listen && playable && mayListen && (
        <div className="listen-start">
          <Button tone="primary" size="large" icon="play" onPress={() => setAsking(true)} data-testid="listen">
            {t('call.listen')}
          </Button>
        </div>
      )}
      {recording.flawed && (
        <Alert tone="warning" data-testid="flawed">
          {t('call.flawed')}
        </Alert>
      )}
      {recording.state === 'spooled' && <p className="muted">{t('call.not_sealed')}</p>}
      {playable && !mayListen && <p className="muted">{t('call.may_not')}</p>}
      <Proof recording={recording} mayCheck={playable && mayListen} />
      <ListenDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        recordingId={recording.id}
        onStarted={(started) => {
          setAsking(false);
          onListen(started);
        }}
      />
    </Panel>
  );
}

function Listens({ recordingId, listening }: { recordingId: string; listening: boolean }) {
  const { t } = useTranslation();
  const listens = useQuery({
    queryKey: ['listens', recordingId],
    queryFn: () => must(api.GET('/api/v1/recordings/{recordingId}/listens', { params: { path: { recordingId } } })),
    refetchInterval: listening ? REFRESH_MS : false,
  });
  // Who may not see the audit gets no empty promise of one.
  if (listens.error) return null;
  return (
    <Panel title={t('call.listens')} className="listens" data-testid="listens">
      {listens.data?.length === 0 && <p className="muted">{t('call.listens_empty')}</p>}
      <ul className="list">
        {listens.data?.map((entry) => (
          <li key={entry.id} className="list-item">
            <span className="list-head">
              <strong>{entry.who}</strong>
              <time className="muted small" dateTime={entry.at}>
                {formatDateTime(entry.at)}
              </time>
            </span>
            <span className="list-text">{entry.reason}</span>
            {entry.reason !== t('proof.reason') && (
              <span className="muted small">{t('call.heard', { time: formatDuration(entry.heard_ms) })}</span>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
