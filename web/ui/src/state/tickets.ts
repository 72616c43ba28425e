// The register's lists: what is looked for stands in the address, and the server knows what each list is.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';
import type { components } from '../api/schema';
import { spellMinutes } from '../ui/format';

type Schemas = components['schemas'];
export type TicketRow = Schemas['TicketRow'];
export type TicketList = Schemas['TicketListName'];
export type TicketActs = Schemas['TicketActs'];
export type TicketActed = Schemas['TicketActed'];
export type OwedNotice = Schemas['OwedNotice'];

export const LISTS = ['queue', 'mine', 'near', 'breached', 'owed', 'all'] as const satisfies readonly TicketList[];
export const SERVICES = ['information', 'organisation', 'technical'] as const;
export const STATUSES = [
  'registered',
  'in_progress',
  'waiting_applicant',
  'postponed',
  'handed_over',
  'resolved',
  'closed',
] as const;
export const TYPES = ['bug', 'feature', 'consultation'] as const;
export const CATEGORIES = ['critical', 'high', 'low'] as const;
export const CHANNELS = ['phone', 'email', 'form'] as const;
export const UNITS = ['technical', 'mrg', 'gbk', 'kmr', 'other'] as const;
export const TRAITS = ['expedited', 'unclassified', 'owed', 'from_facebook'] as const;
export const ORDERS = ['queue', 'newest', 'due'] as const;

/** The address of a list. service "any": all of them; without it that of whoever looks. */
export interface TicketSearch {
  list?: TicketList;
  service?: (typeof SERVICES)[number] | 'any';
  status?: (typeof STATUSES)[number] | 'open';
  type?: (typeof TYPES)[number];
  category?: (typeof CATEGORIES)[number];
  process?: string;
  channel?: (typeof CHANNELS)[number];
  unit?: (typeof UNITS)[number];
  assignee?: string;
  only?: (typeof TRAITS)[number];
  from?: string;
  to?: string;
  order?: (typeof ORDERS)[number];
}

const oneOf = <T extends string>(all: readonly T[], value: unknown) => all.find((one) => one === value);
const matching = (pattern: RegExp, value: unknown) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

/** Reads an address that a person may have typed: what it does not know it leaves out. */
export const readTicketSearch = (search: Record<string, unknown>): TicketSearch => ({
  list: oneOf(LISTS, search.list),
  service: oneOf([...SERVICES, 'any'], search.service),
  status: oneOf([...STATUSES, 'open'], search.status),
  type: oneOf(TYPES, search.type),
  category: oneOf(CATEGORIES, search.category),
  process: matching(/^[a-z0-9_]{1,40}$/, search.process),
  channel: oneOf(CHANNELS, search.channel),
  unit: oneOf(UNITS, search.unit),
  assignee: matching(/^(me|none|any|[1-9]\d{0,17})$/, search.assignee),
  only: oneOf(TRAITS, search.only),
  from: matching(/^\d{4}-\d{2}-\d{2}$/, search.from),
  to: matching(/^\d{4}-\d{2}-\d{2}$/, search.to),
  order: oneOf(ORDERS, search.order),
});

/** The search as the server takes it. */
export function queryOf(search: TicketSearch) {
  const { service, status, only, ...rest } = search;
  const traits = [...(only ? [only] : []), ...(status === 'open' ? (['open'] as const) : [])];
  return {
    ...rest,
    list: search.list ?? 'queue',
    ...(service && service !== 'any' ? { service } : {}),
    ...(status && status !== 'open' ? { status: [status] } : {}),
    ...(traits.length > 0 ? { only: traits } : {}),
  };
}

/** Colleagues take from the same lists. */
const REFRESH_MS = 15_000;

export const ticketsQuery = (search: TicketSearch) =>
  infiniteQueryOptions({
    queryKey: ['tickets', queryOf(search)],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      must(
        api.GET('/api/v1/tickets', {
          params: { query: { ...queryOf(search), ...(pageParam ? { cursor: pageParam } : {}) } },
          querySerializer: { array: { style: 'form', explode: false } },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    refetchInterval: REFRESH_MS,
  });

export const countsQuery = (service: TicketSearch['service']) =>
  queryOptions({
    queryKey: ['ticket-counts', service],
    queryFn: () =>
      must(api.GET('/api/v1/ticket-counts', { params: { query: service && service !== 'any' ? { service } : {} } })),
    refetchInterval: REFRESH_MS,
  });

export const owedQuery = (service: TicketSearch['service'], mine: boolean) =>
  infiniteQueryOptions({
    queryKey: ['owed', service, mine],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      must(
        api.GET('/api/v1/notices', {
          params: {
            query: {
              ...(service && service !== 'any' ? { service } : {}),
              ...(mine ? { mine } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor || undefined,
    refetchInterval: REFRESH_MS,
  });

export const exportsQuery = queryOptions({
  queryKey: ['ticket-exports'],
  queryFn: () => must(api.GET('/api/v1/ticket-exports')),
});

/** The address of a list as a file. */
export function exportAddress(search: TicketSearch, format: 'csv' | 'xlsx'): string {
  const query = Object.entries(queryOf(search)).filter(([, value]) => value !== undefined);
  return `/api/v1/ticket-exports/${format}?${new URLSearchParams(query.map(([key, value]) => [key, String(value)]))}`;
}

/** A list is not renewed each second, so it shows none. */
export const roughly = (seconds: number): string => spellMinutes(Math.floor(Math.abs(seconds) / 60));
