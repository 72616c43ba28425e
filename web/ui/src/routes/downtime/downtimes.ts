import { api, must } from '../../api/client';
import type { components } from '../../api/schema';
import { queries } from '../../state/session';

export type Downtime = components['schemas']['Downtime'];
export type DowntimeKind = components['schemas']['DowntimeKind'];
export type DowntimeState = components['schemas']['DowntimeState'];
export type DowntimeRules = components['schemas']['DowntimeRules'];
export type Responsible = components['schemas']['Responsible'];
export type LinePrompt = components['schemas']['LinePrompt'];

const LOOK_AGAIN_MS = 30_000;

export const downtimesQuery = {
  queryKey: ['downtimes', 'all'],
  queryFn: () => must(api.GET('/api/v1/downtimes')),
  refetchInterval: 2 * LOOK_AGAIN_MS,
};

/** Now by the server's clock: by that of a machine that goes fast an accident would begin in the future. */
export const serverNow = (list: { server_now: string }, asked: number): number =>
  Date.parse(list.server_now) + Math.max(0, Date.now() - asked);

/** What runs now. Of an accident we are told; what begins or ends by the clock we ask for. */
export const runningQuery = {
  queryKey: ['downtimes', 'running'],
  queryFn: () => must(api.GET('/api/v1/downtimes/running')),
  refetchInterval: LOOK_AGAIN_MS,
};

export const rulesQuery = {
  queryKey: ['downtimes', 'rules'],
  queryFn: () => must(api.GET('/api/v1/downtime-rules')),
};

/** What a prompt is called on the screen: its first sentence, or the name of one that the list no longer has. */
export const promptCalled = (rules: DowntimeRules | undefined, name: string): string => {
  const words = rules?.prompts.find((prompt) => prompt.name === name)?.words ?? name;
  return /^.+?[.!?](?=\s|$)/.exec(words)?.[0] ?? words;
};

export const downtimesChanged = () => void queries.invalidateQueries({ queryKey: ['downtimes'] });
