import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, must, type Recording, wordsOf } from '../../api/client';
import { canDigest, sha256 } from '../../state/digest';
import { formatBytes, formatDateTime, formatDuration } from '../../ui/format';
import { Icon } from '../../ui/icons';
import { Alert, Button } from '../../ui/kit';

/** What shows that a recording is what it was: the lock, the object, its hash, and a look at the object itself. */
export function Proof({ recording, mayCheck }: { recording: Recording; mayCheck: boolean }) {
  const { t } = useTranslation();
  const { retain_until, sealed_at, sha256: hash, object_key } = recording;
  const facts: [string, string][] = [];
  if (recording.duration_ms !== undefined) facts.push([t('call.duration'), formatDuration(recording.duration_ms)]);
  if (recording.size_bytes !== undefined) facts.push([t('call.size'), formatBytes(recording.size_bytes)]);
  if (sealed_at) facts.push([t('proof.sealed'), formatDateTime(sealed_at)]);
  return (
    <div className="proof" data-testid="proof">
      {retain_until && (
        <p className="proof-lock">
          <Icon name="lock" size={22} />
          <span>
            <strong data-testid="locked-until">{t('proof.locked', { time: formatDateTime(retain_until) })}</strong>
            <span className="block small">{t('proof.mode')}</span>
          </span>
        </p>
      )}
      <dl className="facts facts-wide">
        {facts.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {hash && (
          <div className="wide">
            <dt>SHA-256</dt>
            <dd className="mono break" data-testid="sha256">
              {hash}
            </dd>
          </div>
        )}
        {object_key && (
          <div className="wide">
            <dt>{t('call.object')}</dt>
            <dd className="mono break">{object_key}</dd>
          </div>
        )}
      </dl>
      {mayCheck && hash && <Check recordingId={recording.id} hash={hash} />}
    </div>
  );
}

type Outcome =
  | { kind: 'match'; bytes: number }
  | { kind: 'differs'; found: string }
  | { kind: 'failed'; words: string };

/** Reads the whole object from the store and hashes it here, in the reader's own browser. The audit tells of it. */
function Check({ recordingId, hash }: { recordingId: string; hash: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<Outcome>();
  if (!canDigest()) return <p className="muted small">{t('proof.needs_https')}</p>;
  async function check() {
    setBusy(true);
    setOutcome(undefined);
    try {
      const bytes = await readObject(recordingId, t('proof.reason'));
      const found = await sha256(bytes);
      setOutcome(found === hash ? { kind: 'match', bytes: bytes.byteLength } : { kind: 'differs', found });
    } catch (error) {
      setOutcome({ kind: 'failed', words: wordsOf(error) });
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ['listens', recordingId] });
    }
  }
  return (
    <div className="proof-check">
      <Button icon="check" onPress={() => void check()} isPending={busy} data-testid="check-object">
        {busy ? t('proof.checking') : t('proof.check')}
      </Button>
      <p className="muted small">{t('proof.check_hint')}</p>
      {outcome && (
        <div className="proof-outcome" data-testid="check-outcome" data-outcome={outcome.kind}>
          <Alert tone={outcome.kind === 'match' ? 'success' : 'danger'}>
            {outcome.kind === 'match' && t('proof.match', { size: formatBytes(outcome.bytes) })}
            {outcome.kind === 'differs' && t('proof.differs', { found: outcome.found })}
            {outcome.kind === 'failed' && outcome.words}
          </Alert>
        </div>
      )}
    </div>
  );
}

/** The object's bytes. They are sound, so that reading them is a listen with a reason like any other. */
async function readObject(recordingId: string, reason: string): Promise<ArrayBuffer> {
  const listen = await must(
    api.POST('/api/v1/recordings/{recordingId}/listens', { params: { path: { recordingId } }, body: { reason } }),
  );
  return must(
    api.GET('/api/v1/listens/{listenId}/audio', {
      params: { path: { listenId: listen.id } },
      parseAs: 'arrayBuffer',
    }),
  ) as Promise<ArrayBuffer>;
}
