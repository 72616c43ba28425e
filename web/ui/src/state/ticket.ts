// A ticket with its history, kept once for all who show it.
import { queryOptions } from '@tanstack/react-query';
import { api, type HistoryEntry, must } from '../api/client';

export const ticketQuery = (ticketId: number) =>
  queryOptions({
    queryKey: ['ticket', ticketId],
    queryFn: () => must(api.GET('/api/v1/tickets/{ticketId}', { params: { path: { ticketId } } })),
    staleTime: 0,
  });

/** What somebody wrote in a ticket since an instant, and how that person's part ended; oldest first. */
export function writtenBy(history: HistoryEntry[], name: string, since: string): HistoryEntry[] {
  return history
    .filter((entry) => entry.author === name && (entry.kind === 'note' || entry.kind === 'wrap_up'))
    .filter((entry) => Date.parse(entry.at) >= Date.parse(since))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
