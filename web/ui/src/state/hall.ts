// The hall: who does what now, and who waits. The server says when it changed; what is shown is asked for.
import { queryOptions } from '@tanstack/react-query';
import { api, type HallCall, must, type SupervisionMode } from '../api/client';
import { queries } from './session';

const PATIENCE_MS = 400; // changes come in bunches
const REFRESH_MS = 10_000; // a frame may have been lost

export const hallQuery = queryOptions({
  queryKey: ['hall'],
  queryFn: () => must(api.GET('/api/v1/hall')),
  refetchInterval: REFRESH_MS,
  staleTime: 0,
});

let soon = false;

/** The server said so. */
export function hallChanged(): void {
  if (soon) return;
  soon = true;
  setTimeout(() => {
    soon = false;
    void queries.invalidateQueries({ queryKey: hallQuery.queryKey });
  }, PATIENCE_MS);
}

export const MODES: SupervisionMode[] = ['listen', 'whisper', 'barge', 'take_over'];

export const supervise = (callId: string, mode: SupervisionMode, reason?: string) =>
  must(
    api.PUT('/api/v1/calls/{callId}/supervision', {
      params: { path: { callId } },
      body: reason === undefined ? { mode } : { mode, reason },
    }),
  );

export const leaveCall = (callId: string) =>
  must(api.DELETE('/api/v1/calls/{callId}/supervision', { params: { path: { callId } } }));

/** Since when the talk, or the waiting, goes on. */
export const sinceOf = (call: HallCall) =>
  Date.parse(
    call.state === 'waiting' || call.state === 'offered'
      ? (call.queued_at ?? call.arrived_at)
      : (call.answered_at ?? call.arrived_at),
  );
