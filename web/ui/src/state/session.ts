import { QueryCache, QueryClient, useQuery } from '@tanstack/react-query';
import { api, must, ProblemError, type Session } from '../api/client';

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended on the server while a page was open.
      if (error instanceof ProblemError && error.status === 401) location.assign('/login');
    },
  }),
  defaultOptions: {
    queries: {
      retry: (count, error) => error instanceof ProblemError && error.code === 'network' && count < 3,
      staleTime: 5_000,
      refetchOnWindowFocus: false,
    },
  },
});

export const sessionQuery = {
  queryKey: ['session'],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await must(api.GET('/api/v1/session'));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
};

export const useSession = () => useQuery(sessionQuery).data ?? undefined;

/** The session is over, here or on the server: forget everything that was shown. */
export function sessionEnded(): void {
  queries.clear();
  queries.setQueryData(sessionQuery.queryKey, null);
}

/** Who has a telephone, and a desk for it. */
export const hasDesk = (session: Session) => session.role !== 'administrator';

const HOMES = { agent: '/desk', supervisor: '/hall', administrator: '/calls' } as const;
export const homeOf = (session: Session) => HOMES[session.role];
