import { useState } from 'react';
import { ProblemError, wordsOf } from '../../api/client';
import { downtimesChanged } from './downtimes';

/** Sends one change of the rules at a time; what the server refuses is told in its words. */
export function useSaving() {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  async function save(request: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    setFault(undefined);
    try {
      await request();
      downtimesChanged();
      return true;
    } catch (error) {
      setFault(error);
      return false;
    } finally {
      setBusy(false);
    }
  }
  return {
    busy,
    save,
    words: fault === undefined ? '' : wordsOf(fault),
    wrong: fault instanceof ProblemError ? fault.fields : {},
  };
}
