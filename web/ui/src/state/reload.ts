// Tells a talk that was cut by a reload of this very tab from one that was cut by the network.
const KEY = 'hotline-talk';

let talkedHere = '';

/** This tab shows that the agent talks in the call. */
export function noteTalk(callId: string): void {
  talkedHere = callId;
  sessionStorage.setItem(KEY, callId);
}

/** The tab showed the talk before it was loaded anew, and not since. */
export const wasReloadedIn = (callId: string): boolean =>
  talkedHere !== callId && sessionStorage.getItem(KEY) === callId;
