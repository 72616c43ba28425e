// What the pictures show. Everybody here is invented.
import { appealScenes } from './appeals.mjs';
import { applicantScenes } from './applicants.mjs';
import { calendar, proposal, targets } from './calendar.mjs';
import { agentScene, busy, card, chief, onCall, talking, ticket, typed } from './desk.mjs';
import { hallScenes } from './hall.mjs';
import { knowledgeScenes } from './knowledge.mjs';
import { rows } from './lists.mjs';
import { deskScenes } from './moments.mjs';
import { NOW } from './now.mjs';
import { faster, inbox, keeperInbox, outside } from './outside.mjs';
import { agentSession, keeperSession, person } from './people.mjs';
import { routingScenes } from './routing.mjs';
import { searchScenes } from './search.mjs';
import { settings } from './settings.mjs';
import { callScenes } from './talks.mjs';
import { publicStatus } from './tickets.mjs';

export { NOW };

const keeping = { session: keeperSession, calendar, proposal, targets, settings };

export const scenes = {
  calendar: { ...agentScene({ line: busy }), ...keeping, session: agentSession, path: '/calendar?day=2026-12-25' },
  'calendar-day': { ...keeping, path: '/calendar?day=2026-12-24', act: 'changeDay' },
  'calendar-rules': { ...keeping, path: '/calendar?tab=rules' },
  'calendar-regime': { ...keeping, path: '/calendar?tab=rules', act: 'regime' },
  'calendar-week': { ...keeping, path: '/calendar?tab=rules', act: 'week' },
  'calendar-proposal': { ...keeping, path: '/calendar?tab=proposal' },
  'calendar-bell': { ...keeping, path: '/calendar?tab=rules', inbox: keeperInbox, act: 'bell' },
  'calendar-feast': { ...keeping, path: '/calendar?tab=proposal', act: 'feast' },
  'calendar-targets': { ...keeping, path: '/calendar?tab=targets' },
  'calendar-target': { ...keeping, path: '/calendar?tab=targets', act: 'target' },
  'calendar-changes': { ...keeping, path: '/calendar?tab=changes' },
  settings: { ...keeping, path: '/settings' },
  'settings-figure': { ...keeping, path: '/settings', act: 'setting' },
  ...applicantScenes(agentScene({}), chief),
  ...routingScenes,
  bell: { ...agentScene({ line: busy }), inbox, act: 'bell' },
  webhooks: { session: keeperSession, path: '/webhooks?hook=1', ...outside },
  'webhooks-new': { session: keeperSession, path: '/webhooks', ...outside, act: 'newHook' },
  'webhooks-stale': { session: keeperSession, path: '/webhooks', ...outside, refuses: faster, act: 'staleHook' },
  'webhooks-secret': { session: keeperSession, path: '/webhooks', ...outside, act: 'hookSecret' },
  outbox: { ...chief, path: '/webhooks', ...outside },
  login: { session: null, path: '/login' },
  'login-fault': { session: null, path: '/login', act: 'login' },
  ...deskScenes,
  ...hallScenes,
  ...appealScenes,
  'ticket-new': agentScene({}, { path: '/tickets/new' }),
  status: agentScene({}, { path: '/status?number=10000123-5', status: publicStatus }),
  tickets: { ...chief, path: '/tickets?list=all', rows },
  'tickets-agent': agentScene({}, { path: '/tickets', rows }),
  'tickets-filters': { ...chief, path: '/tickets?list=all&type=bug&only=expedited', rows: rows.slice(0, 1) },
  'tickets-empty': { ...chief, path: '/tickets?list=queue&service=technical', rows: [] },
  'tickets-owed': { ...chief, path: '/tickets?list=owed&service=any' },
  'tickets-owed-technical': { ...chief, path: '/tickets?list=owed&service=technical' },
  'tickets-bulk': { ...chief, path: '/tickets?list=all', rows, act: 'bulk' },
  'tickets-acted': { ...chief, path: '/tickets?list=all', rows, act: 'acted' },
  'tickets-import': { ...chief, path: '/tickets?list=all', rows, act: 'importing' },
  import: { session: keeperSession, path: '/import', act: 'bringing' },
  'tickets-export': { ...chief, path: '/tickets?list=all', rows, act: 'exporting' },
  ...callScenes,
  ...searchScenes,
  ...knowledgeScenes({
    chief,
    keeper: { session: { user_id: 1, login: 'bondar', name: 'Бондар Олена', role: 'administrator' } },
    talk: agentScene({ agent: onCall, call: talking, ticket: { ...ticket, applicant: person, draft: typed }, card }),
  }),
};
