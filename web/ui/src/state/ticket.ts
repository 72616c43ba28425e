// A ticket with its history, kept once for all who show it, and what is done with it.
import { queryOptions } from '@tanstack/react-query';
import {
  type ActName,
  api,
  type HistoryEntry,
  must,
  type TicketAct,
  type TicketClock,
  type TicketWork,
} from '../api/client';
import { queries } from './session';

export const ticketQuery = (ticketId: number) =>
  queryOptions({
    queryKey: ['ticket', ticketId],
    queryFn: () => must(api.GET('/api/v1/tickets/{ticketId}', { params: { path: { ticketId } } })),
    staleTime: 0,
  });

/** Table 1 with the regulation's criteria, and the lists from which acts choose. */
export const classesQuery = queryOptions({
  queryKey: ['classes'],
  queryFn: () => must(api.GET('/api/v1/classes')),
  staleTime: 60_000,
});

export const assigneesQuery = queryOptions({
  queryKey: ['assignees'],
  queryFn: () => must(api.GET('/api/v1/assignees')),
  staleTime: 60_000,
});

/** Does something with a ticket as it was seen; the answer is what all who show it see next. */
export async function actOnTicket(ticketId: number, act: ActName, body: TicketAct): Promise<void> {
  try {
    const detail = await must(
      api.POST('/api/v1/tickets/{ticketId}/acts/{act}', { params: { path: { ticketId, act } }, body }),
    );
    queries.setQueryData(ticketQuery(ticketId).queryKey, detail);
  } catch (error) {
    // Somebody was faster, or the rules say no: the screen shows how it is now.
    void queries.invalidateQueries({ queryKey: ticketQuery(ticketId).queryKey });
    throw error;
  }
}

/** The version of a ticket as it is now. */
export const newestVersion = async (ticketId: number): Promise<number> =>
  (await queries.fetchQuery(ticketQuery(ticketId))).work.version;

export async function toldOrally(ticketId: number, noticeId: number): Promise<void> {
  const detail = await must(
    api.POST('/api/v1/tickets/{ticketId}/notices/{noticeId}/paid', { params: { path: { ticketId, noticeId } } }),
  );
  queries.setQueryData(ticketQuery(ticketId).queryKey, detail);
}

type Hours = Pick<TicketWork, 'server_now' | 'open_hours' | 'hours_change_at'>;

/** Working time that a clock has left at an instant of the server, in ms; negative: so much too late. */
export function leftAt(clock: TicketClock, hours: Hours, now: number): number | undefined {
  if (clock.left_s === undefined) return undefined;
  const left = clock.left_s * 1000;
  if (clock.verdict !== 'running' && clock.verdict !== 'breached') return left;
  const seen = Date.parse(hours.server_now);
  const edge = Date.parse(hours.hours_change_at);
  const ran = hours.open_hours ? Math.min(now, edge) - seen : now - edge;
  return left - Math.max(0, ran);
}

/** What somebody wrote in a ticket since an instant, and how that person's part ended; oldest first. */
export function writtenBy(history: HistoryEntry[], name: string, since: string): HistoryEntry[] {
  return history
    .filter((entry) => entry.author === name && (entry.kind === 'note' || entry.kind === 'wrap_up'))
    .filter((entry) => Date.parse(entry.at) >= Date.parse(since))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
