// Why one can be on a break: a list that the administrator keeps, with the words for each.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { api, type BreakReason, must } from '../api/client';
import { wordFor } from '../i18n';

const breaksQuery = queryOptions({
  queryKey: ['breaks'],
  queryFn: () => must(api.GET('/api/v1/desk/breaks')),
  staleTime: 60_000,
});

/** What can be chosen now. */
export const choosable = (all: BreakReason[] | undefined) => (all ?? []).filter((reason) => !reason.retired);

/** A reason's name; the system's own reasons, and those of before the list, are in the catalogue. */
export const nameOfBreak = (all: BreakReason[] | undefined, reason: string) =>
  all?.find((one) => one.reason === reason)?.name ?? wordFor('break', reason);

export function useBreaks() {
  const { data } = useQuery(breaksQuery);
  return { choices: choosable(data), nameOf: (reason: string) => nameOfBreak(data, reason) };
}
