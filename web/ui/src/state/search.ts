import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, must } from '../api/client';

export type SearchOrder = 'best' | 'newest';

/** Pages of what was found; a mended text is asked for as it was mended. */
export const foundQuery = (q: string, order: SearchOrder) =>
  infiniteQueryOptions({
    queryKey: ['search', q, order],
    enabled: q !== '',
    initialPageParam: { q, cursor: '' },
    queryFn: ({ pageParam, signal }) =>
      must(
        api.GET('/api/v1/search', {
          params: { query: { q: pageParam.q, order, ...(pageParam.cursor ? { cursor: pageParam.cursor } : {}) } },
          signal,
        }),
      ),
    getNextPageParam: (page) =>
      page.next_cursor ? { q: page.corrected ? page.value : q, cursor: page.next_cursor } : undefined,
  });

export const QUICK = 8;

/** What is found while one types; what stood there stays until the next answer. */
export const quickQuery = (q: string) =>
  queryOptions({
    queryKey: ['search-quick', q],
    enabled: q.length >= 2,
    queryFn: ({ signal }) =>
      must(api.GET('/api/v1/search', { params: { query: { q, typing: true, limit: QUICK } }, signal })),
    placeholderData: keepPreviousData,
  });
