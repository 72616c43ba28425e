// The note of the ticket that is on the desk: one keeper, wherever on the screen it is needed.
import { create } from 'zustand';
import { api, type DeskTicket, type Draft, must, ProblemError } from '../api/client';
import { canDigest, sha256 } from './digest';
import { DraftKeeper, type DraftView, type SaveResult } from './draft';
import { queries } from './session';
import { ticketQuery } from './ticket';

interface NoteStore {
  ticketId: number | undefined;
  view: DraftView | undefined;
}

export const useNote = create<NoteStore>(() => ({ ticketId: undefined, view: undefined }));

let keeper: DraftKeeper | undefined;

export const noteKeeper = () => keeper;

/** A desk shows this ticket, or none. */
export function showTicket(ticket: DeskTicket | undefined): void {
  if (ticket?.id === useNote.getState().ticketId) {
    if (ticket) keeper?.offer(ticket.draft);
    return;
  }
  void keeper?.flush();
  keeper?.stop();
  keeper = undefined;
  if (!ticket) {
    useNote.setState({ ticketId: undefined, view: undefined });
    return;
  }
  const ticketId = ticket.id;
  const made = new DraftKeeper(ticket.draft, {
    save: (text, version) => save(ticketId, text, version),
    onChange: (view) => {
      if (useNote.getState().ticketId === ticketId) useNote.setState({ view });
    },
  });
  keeper = made;
  useNote.setState({ ticketId, view: made.view });
}

async function save(ticketId: number, text: string, version: number): Promise<SaveResult> {
  const params = { path: { ticketId } };
  try {
    return {
      draft: await must(
        api.PUT('/api/v1/tickets/{ticketId}/draft', { params, body: { text, version }, keepalive: true }),
      ),
    };
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 409) throw error;
    const desk = await must(api.GET('/api/v1/desk'));
    const newer: Draft | undefined = desk.ticket?.id === ticketId ? desk.ticket.draft : undefined;
    if (!newer) throw error;
    return { conflict: newer };
  }
}

/**
 * Puts the note into the ticket for good, so that a colleague sees it, and empties the draft.
 * The key is the draft's text version: pressing twice adds one line.
 */
export async function addNote(): Promise<void> {
  const { ticketId, view } = useNote.getState();
  const text = view?.text.trim();
  if (!ticketId || !text || !keeper) return;
  await must(
    api.POST('/api/v1/tickets/{ticketId}/notes', {
      params: { path: { ticketId } },
      body: { text, key: await keyOf(ticketId, text) },
    }),
  );
  void queries.invalidateQueries({ queryKey: ticketQuery(ticketId).queryKey });
  keeper.edit('');
  await keeper.flush();
}

async function keyOf(ticketId: number, text: string): Promise<string> {
  const minute = Math.floor(Date.now() / 60_000);
  const bytes = new TextEncoder().encode(`${ticketId} ${minute} ${text}`);
  return canDigest() ? (await sha256(bytes)).slice(0, 32) : `${ticketId}-${minute}-${bytes.length}`;
}
