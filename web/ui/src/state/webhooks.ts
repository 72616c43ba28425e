// Who outside is told what becomes of tickets, and what else leaves the house.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { queries } from './session';

type Schemas = components['schemas'];
export type Webhook = Schemas['Webhook'];
export type WebhookRule = Schemas['WebhookRule'];
export type WebhookEdit = Schemas['WebhookEdit'];
export type WebhookEvent = Schemas['WebhookEvent'];
export type Delivery = Schemas['Delivery'];
export type Parcel = Schemas['Parcel'];

export const EVENTS: WebhookEvent[] = [
  'ticket.registered',
  'ticket.changed',
  'ticket.handed_over',
  'ticket.resolved',
  'ticket.closed',
  'ticket.reopened',
  'term.warning',
  'term.breached',
];

/** An event as a key of the catalogue, where a dot parts groups. */
export const wordOf = (event: WebhookEvent) => event.replace('.', '_');

const PAGE = 50;
const REFRESH_MS = 5_000; // deliveries go out while one looks

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: () => must(api.GET('/api/v1/webhooks')),
  refetchInterval: REFRESH_MS,
});

const behind = (rows: { id: number }[]) => (rows.length === PAGE ? rows.at(-1)?.id : undefined);
const from = (before: number) => ({ limit: PAGE, ...(before > 0 && { before }) });

export const deliveriesQuery = (webhookId: number) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', webhookId, 'deliveries'],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      must(
        api.GET('/api/v1/webhooks/{webhookId}/deliveries', {
          params: { path: { webhookId }, query: from(pageParam) },
        }),
      ),
    getNextPageParam: behind,
    refetchInterval: REFRESH_MS,
  });

export const outboxQuery = infiniteQueryOptions({
  queryKey: ['outbox'],
  initialPageParam: 0,
  queryFn: ({ pageParam }) => must(api.GET('/api/v1/outbox', { params: { query: from(pageParam) } })),
  getNextPageParam: behind,
  refetchInterval: REFRESH_MS,
});

async function changing<T>(change: Promise<T>): Promise<T> {
  const answer = await change;
  await queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  return answer;
}

export const addWebhook = (body: WebhookRule) => changing(must(api.POST('/api/v1/webhooks', { body })));

export const putWebhook = (webhookId: number, body: WebhookEdit) =>
  changing(must(api.PUT('/api/v1/webhooks/{webhookId}', { params: { path: { webhookId } }, body })));

export const dropWebhook = (webhookId: number, version: number) =>
  changing(must(api.DELETE('/api/v1/webhooks/{webhookId}', { params: { path: { webhookId }, query: { version } } })));

export const renewSecret = (webhookId: number, version: number) =>
  changing(
    must(api.POST('/api/v1/webhooks/{webhookId}/secret', { params: { path: { webhookId }, query: { version } } })),
  );

export const deliverAgain = (webhookId: number, deliveryId: number) =>
  changing(
    must(
      api.POST('/api/v1/webhooks/{webhookId}/deliveries/{deliveryId}/again', {
        params: { path: { webhookId, deliveryId } },
      }),
    ),
  );

export async function sendAgain(parcelId: number): Promise<void> {
  await must(api.POST('/api/v1/outbox/{parcelId}/again', { params: { path: { parcelId } } }));
  await queries.invalidateQueries({ queryKey: outboxQuery.queryKey });
}
