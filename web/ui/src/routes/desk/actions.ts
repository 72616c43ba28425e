// The buttons of a call and what they ask of the server. A button stays busy until the desk changes or 3 s have passed.
import { useCallback, useEffect, useRef, useState } from 'react';
import { type AgentStateChange, api, type CallAction, must, ProblemError, wordsOf } from '../../api/client';
import { useDesk } from '../../state/desk';
import { act } from '../../state/live';

export interface Asking {
  busy: boolean;
  fault: string;
  ask(work: () => Promise<unknown>): Promise<boolean>;
  forget(): void;
}

const PATIENCE_MS = 3000;

export function useAsking(): Asking {
  const version = useDesk((store) => store.desk?.version);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version of the desk is the answer
  useEffect(() => setBusy(false), [version]);
  useEffect(() => {
    if (!busy) return;
    const timer = setTimeout(() => setBusy(false), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [busy]);
  // That the server did not answer is no news once it does.
  const link = useDesk((store) => store.link);
  const unreached = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new desk is an answer too
  useEffect(() => {
    if (link !== 'up' || !unreached.current) return;
    unreached.current = false;
    setFault('');
  }, [link, version]);
  const ask = useCallback(async (work: () => Promise<unknown>) => {
    setBusy(true);
    setFault('');
    try {
      await work();
      return true;
    } catch (error) {
      setBusy(false);
      unreached.current = error instanceof ProblemError && (error.code === 'network' || error.code === 'unavailable');
      setFault(wordsOf(error));
      return false;
    }
  }, []);
  return { busy, fault, ask, forget: useCallback(() => setFault(''), []) };
}

export const changeState = (body: AgentStateChange) => must(api.PUT('/api/v1/desk/state', { body }));

/** Asks telephony to let the recording hold silence; the reason stands in the call's history. */
export const pauseRecording = (callId: string, reason: string) => act(callId, { action: 'pause_recording', reason });

// seen: what the screen shows of the call; a wish that means something else by now is refused.
export const actOn = (callId: string, action: CallAction['action'], seen?: CallAction['seen']) =>
  act(callId, { action, seen });
