// What of tickets concerns whoever is logged in: terms that run out, work that was given to them. The server says when it changed.
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { queries } from './session';

export type Notification = components['schemas']['Notification'];

const PAGE = 20;
const REFRESH_MS = 60_000; // a frame may have been lost

export const inboxQuery = infiniteQueryOptions({
  queryKey: ['inbox'],
  initialPageParam: 0,
  queryFn: ({ pageParam }) =>
    must(
      api.GET('/api/v1/notifications', {
        params: { query: { limit: PAGE, ...(pageParam > 0 && { before: pageParam }) } },
      }),
    ),
  getNextPageParam: ({ lines }) => (lines.length === PAGE ? lines.at(-1)?.id : undefined),
  refetchInterval: REFRESH_MS,
});

export const inboxChanged = () => void queries.invalidateQueries({ queryKey: inboxQuery.queryKey });

/** Everything up to this line has been seen. */
export async function markRead(upTo: number): Promise<void> {
  await must(api.POST('/api/v1/notifications/read', { body: { up_to: upTo } }));
  inboxChanged();
}
