import { useState } from 'react';
import { ProblemError, wordsOf } from '../api/client';

/** What is wrong with a form, in words, by the name of the field. */
export type Faults = Record<string, string>;

/** What a form itself finds wrong, told as the server would tell it. */
export const invalid = (fields: Faults) =>
  new ProblemError({ status: 422, code: 'invalid', title: Object.values(fields).join(' '), fields });

export interface Sending {
  busy: boolean;
  /** What was thrown; undefined: nothing was refused. */
  fault: unknown;
  /** Of the fields that are wrong. */
  faults: Faults;
  /** What was refused, in words; empty: nothing was. */
  words: string;
  /** True when it was taken. While one request is on its way the next is not sent. */
  send(request: () => Promise<unknown>): Promise<boolean>;
}

/** Sends one request at a time and keeps what was said against the last one. */
export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>();
  async function send(request: () => Promise<unknown>) {
    if (busy) return false;
    setBusy(true);
    setFault(undefined);
    try {
      await request();
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
    send,
    fault,
    faults: fault instanceof ProblemError ? fault.fields : {},
    words: fault === undefined ? '' : wordsOf(fault),
  };
}
