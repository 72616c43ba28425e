import { useSending } from '../../ui/sending';
import { downtimesChanged } from './downtimes';

/** Sends one change of the rules at a time; what the server refuses is told in its words. */
export function useSaving() {
  const { busy, words, faults, send } = useSending();
  const save = (request: () => Promise<unknown>) =>
    send(async () => {
      await request();
      downtimesChanged();
    });
  return { busy, words, faults, save };
}
