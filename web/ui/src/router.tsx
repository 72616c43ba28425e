import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { EndReason } from './api/client';
import { FaultPage } from './routes/fault';
import { LoginPage } from './routes/login';
import { MissingPage } from './routes/missing';
import { Shell } from './routes/shell';
import type { SearchOrder } from './state/search';
import { hasDesk, homeOf, queries, sessionQuery } from './state/session';
import type { TicketSearch } from './state/tickets';

export interface CallSearch {
  number?: string;
  ticket?: string;
  from?: string;
  to?: string;
  outcome?: EndReason;
}

const OUTCOMES: EndReason[] = [
  'caller_hung_up',
  'agent_hung_up',
  'outside_hung_up',
  'not_reached',
  'not_placed',
  'cancelled',
  'abandoned',
  'after_hours',
  'dropped',
  'unattended',
];
const CALENDAR_TABS = ['rules', 'proposal', 'targets', 'changes'] as const;
export interface CalendarSearch {
  tab?: (typeof CALENDAR_TABS)[number] | undefined;
  year?: number | undefined;
  day?: string | undefined;
}

const asText = (value: unknown) => {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return text === '' ? undefined : text;
};
const asDay = (value: unknown) => {
  const text = asText(value);
  return text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined;
};

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: MissingPage });

const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  beforeLoad: async () => {
    const session = await queries.ensureQueryData(sessionQuery);
    if (session) throw redirect({ to: homeOf(session) });
  },
  component: LoginPage,
});

const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async () => {
    const session = await queries.ensureQueryData(sessionQuery);
    if (!session) throw redirect({ to: '/login' });
    return { session };
  },
  component: Shell,
});

const startRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    throw redirect({ to: homeOf(context.session) });
  },
});

const deskRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/desk',
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: '/calls' });
  },
  component: lazyRouteComponent(() => import('./routes/desk/DeskPage'), 'DeskPage'),
});

const hallRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/hall',
  beforeLoad: ({ context }) => {
    if (context.session.role !== 'supervisor') throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/hall/HallPage'), 'HallPage'),
});

const callsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls',
  validateSearch: (search: Record<string, unknown>): CallSearch => ({
    number: asText(search.number),
    ticket: asText(search.ticket),
    from: asDay(search.from),
    to: asDay(search.to),
    outcome: OUTCOMES.find((outcome) => outcome === search.outcome),
  }),
  component: lazyRouteComponent(() => import('./routes/calls/CallsPage'), 'CallsPage'),
});

const routingRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/routing',
  beforeLoad: ({ context }) => {
    if (context.session.role === 'agent') throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/routing/RoutingPage'), 'RoutingPage'),
});

const callRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calls/$callId',
  validateSearch: (search: Record<string, unknown>): { t?: number } => {
    const t = Number(search.t);
    return Number.isFinite(t) && t > 0 ? { t } : {};
  },
  component: lazyRouteComponent(() => import('./routes/calls/CallPage'), 'CallPage'),
});

const searchRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/search',
  validateSearch: (search: Record<string, unknown>): { q?: string; order?: SearchOrder } => ({
    q: asText(search.q),
    order: search.order === 'newest' ? 'newest' : undefined,
  }),
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/search/SearchPage'), 'SearchPage'),
});

const webhooksRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/webhooks',
  validateSearch: (search: Record<string, unknown>): { hook?: number } => {
    const hook = Number(search.hook);
    return Number.isInteger(hook) && hook > 0 ? { hook } : {};
  },
  beforeLoad: ({ context }) => {
    if (context.session.role === 'agent') throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/webhooks/WebhooksPage'), 'WebhooksPage'),
});

const importRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/import',
  beforeLoad: ({ context }) => {
    if (context.session.role === 'agent') throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/tickets/ImportPage'), 'ImportPage'),
});

const ticketsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tickets',
  // The page itself reads it (readTicketSearch), so that the first page stays light.
  validateSearch: (search: Record<string, unknown>) => search as TicketSearch,
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/tickets/ListPage'), 'ListPage'),
});

const ticketRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tickets/$ticketId',
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/tickets/TicketPage'), 'TicketPage'),
});

const newTicketRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tickets/new',
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/tickets/NewTicketPage'), 'NewTicketPage'),
});

const statusRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/status',
  validateSearch: (search: Record<string, unknown>): { number?: string } => ({ number: asText(search.number) }),
  component: lazyRouteComponent(() => import('./routes/tickets/StatusPage'), 'StatusPage'),
});

const TOPIC = /^[a-z0-9_]{1,40}$/;
const asTopic = (value: unknown) => {
  const text = asText(value);
  return text && TOPIC.test(text) ? text : undefined;
};

// Read by everybody, without a login.
const faqRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/faq',
  beforeLoad: () => queries.ensureQueryData(sessionQuery).catch(() => null),
  validateSearch: (search: Record<string, unknown>): { q?: string; process?: string } => ({
    q: asText(search.q)?.slice(0, 200),
    process: asTopic(search.process),
  }),
  component: lazyRouteComponent(() => import('./routes/faq/FaqPage'), 'FaqPage'),
});

const knowledgeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/knowledge',
  validateSearch: (
    search: Record<string, unknown>,
  ): { tab?: 'question' | 'answer' | 'reference'; q?: string; process?: string } => ({
    tab: (['question', 'answer', 'reference'] as const).find((tab) => tab === search.tab),
    q: asText(search.q)?.slice(0, 200),
    process: asTopic(search.process),
  }),
  component: lazyRouteComponent(() => import('./routes/faq/KnowledgePage'), 'KnowledgePage'),
});

const downtimeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/downtime',
  validateSearch: (search: Record<string, unknown>): { tab?: 'register' | 'rules' } => ({
    tab: (['register', 'rules'] as const).find((tab) => tab === search.tab),
  }),
  component: lazyRouteComponent(() => import('./routes/downtime/DowntimePage'), 'DowntimePage'),
});

const applicantsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/applicants',
  validateSearch: (search: Record<string, unknown>): { q?: string } => {
    const q = asText(search.q);
    return q ? { q } : {};
  },
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/applicants/ApplicantsPage'), 'ApplicantsPage'),
});

const applicantRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/applicants/$applicantId',
  beforeLoad: ({ context }) => {
    if (!hasDesk(context.session)) throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/applicants/ApplicantPage'), 'ApplicantPage'),
});

const calendarRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/calendar',
  validateSearch: (search: Record<string, unknown>): CalendarSearch => {
    const year = Number(search.year);
    return {
      tab: CALENDAR_TABS.find((tab) => tab === search.tab),
      year: Number.isInteger(year) && year >= 2000 && year <= 2099 ? year : undefined,
      day: asDay(search.day),
    };
  },
  component: lazyRouteComponent(() => import('./routes/calendar/CalendarPage'), 'CalendarPage'),
});

const settingsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: ({ context }) => {
    if (context.session.role === 'agent') throw redirect({ to: homeOf(context.session) });
  },
  component: lazyRouteComponent(() => import('./routes/settings/SettingsPage'), 'SettingsPage'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    loginRoute,
    faqRoute,
    shellRoute.addChildren([
      startRoute,
      deskRoute,
      hallRoute,
      callsRoute,
      callRoute,
      routingRoute,
      searchRoute,
      ticketsRoute,
      ticketRoute,
      newTicketRoute,
      statusRoute,
      knowledgeRoute,
      downtimeRoute,
      applicantsRoute,
      applicantRoute,
      calendarRoute,
      webhooksRoute,
      settingsRoute,
      importRoute,
    ]),
  ]),
  defaultPreload: false,
  defaultErrorComponent: FaultPage,
  // Numbers and tickets go into the address as they are written, without JSON's quotes.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString();
    return text && `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
