// What the pictures show. Everybody here is invented.
import { createHash } from 'node:crypto';
import { applicantScenes } from './applicants.mjs';
import { calendar, proposal, targets } from './calendar.mjs';
import { knowledgeScenes } from './knowledge.mjs';
import { rows } from './lists.mjs';
import { NOW } from './now.mjs';
import { inbox, outside } from './outside.mjs';
import { audioOf } from './sound.mjs';
import { fresh, inWork, publicStatus, taken, waiting } from './tickets.mjs';

export { NOW };

const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

const agentSession = { user_id: 7, login: 'koval', name: 'Коваль Параска', role: 'agent', service: 'information' };
const chiefSession = { user_id: 3, login: 'melnyk', name: 'Мельник Андрій', role: 'supervisor' };

const person = {
  id: 41,
  name: 'Петренко Оксана Василівна',
  kind: 'person',
  group: 'external',
  phones: ['+380441234567'],
  email: 'o.petrenko@example.com.ua',
  login: 'o.petrenko',
};
const neighbours = [
  person,
  {
    id: 42,
    name: 'Петренко Богдан Іванович',
    kind: 'person',
    group: 'external',
    phones: ['+380441234567'],
    login: 'b.petrenko',
  },
  { id: 43, name: 'ОСББ «Каштан»', kind: 'organisation', group: 'external', phones: ['+380441234567'] },
];

const card = {
  match: 'exact',
  applicants: [person],
  open_tickets: [
    {
      id: 90,
      number: '10000098-1',
      channel: 'email',
      subject: 'Не відкривається проєкт № 214',
      status: 'in_progress',
      registered_at: at(-3 * 86400),
      resolution_due_at: at(86400),
    },
  ],
  recent_tickets: [
    {
      id: 77,
      number: '10000071-4',
      channel: 'phone',
      subject: 'Як змінити пошту в кабінеті',
      status: 'closed',
      registered_at: at(-20 * 86400),
    },
    {
      id: 60,
      number: '10000052-0',
      channel: 'form',
      subject: 'Пропозиція: пошук за вулицею',
      status: 'resolved',
      registered_at: at(-44 * 86400),
    },
  ],
  recent_calls: [
    {
      id: 'c-1',
      number: '+380441234567',
      arrived_at: at(-2 * 86400),
      state: 'ended',
      duration_ms: 290000,
      talk_ms: 250000,
      agents: ['Коваль Параска'],
    },
    {
      id: 'c-0',
      number: '+380441234567',
      arrived_at: at(-5 * 86400 - 4000),
      state: 'ended',
      end_reason: 'abandoned',
      duration_ms: 61000,
    },
  ],
  calls_last_7_days: 2,
};

const ticket = {
  id: 123,
  number: '10000123-5',
  spoken: '1000 0123 5',
  announcement:
    'Ваше звернення зареєстровано за номером 1000 0123 5, орієнтовний строк — до 27 листопада, 17:30; його буде уточнено.',
  registered_at: at(-52),
  reaction_due_at: at(30 * 60),
  resolution_due_at: '2026-11-27T15:30:00Z',
  status: 'registered',
  phones: ['+380441234567', '+380671112233'],
  draft: { text: '', version: 1 },
};
const typed = {
  text: 'Не може подати голос за проєкт: сторінка «Проєкти» показує помилку після входу через KyivID.\nChrome 141, Windows 11. Кроки: увійшла → обрала проєкт № 214 → «Підтримати» → «Помилка 500».',
  version: 6,
  saved_at: at(-4),
};

const agent = {
  id: 7,
  name: 'Коваль Параска',
  service: 'information',
  state: 'available',
  state_since: at(-760),
  phone: 'desk',
  phone_reachable: true,
};
const line = { waiting: 0, longest_wait_ms: 0 };
const busy = { waiting: 3, longest_wait_ms: 74000 };
const call = {
  id: 'node1-1763889238.17',
  direction: 'inbound',
  leg_id: 'leg-7',
  role: 'agent',
  leg_status: 'ringing',
  state: 'offered',
  number: '+380441234567',
  arrived_at: at(-52),
  wait_ms: 48000,
  muted: false,
  recording_paused: false,
  caller_present: true,
  ring_until: at(14),
};
const shevchuk = { agent_id: 12, name: 'Іваненко Марія', service: 'organisation', leg_status: 'up' };
const desk = (version, parts) => ({ version, server_now: NOW, agent, line, ...parts });
const onCall = { ...agent, state: 'on_call', state_since: at(-134) };
const talking = { ...call, leg_status: 'up', state: 'talking', answered_at: at(-134), ring_until: undefined };

const colleagues = [
  { agent_id: 12, name: 'Іваненко Марія', service: 'organisation', state: 'available', state_since: at(-240) },
  { agent_id: 13, name: 'Шевчук Олег', service: 'organisation', state: 'on_call', state_since: at(-410) },
  { agent_id: 14, name: 'Бондар Тетяна', service: 'organisation', state: 'break', state_since: at(-600) },
  { agent_id: 8, name: 'Кравець Ілля', service: 'information', state: 'available', state_since: at(-33) },
];

const destinations = [
  {
    number: '+380442021501',
    name: 'МРГ: Гнатюк Степан Олегович',
    note: 'перевірка проєктів, будні 10:00–17:00',
    active: true,
  },
  { number: '+380442021777', name: 'ГБК: чергова секретарка', note: 'скарги на голосування', active: true },
];

const history = {
  ticket: { id: 123, number: '10000123-5', channel: 'phone', status: 'registered', registered_at: at(-52) },
  phones: ticket.phones,
  work: fresh.work,
  history: [
    { at: at(-30), kind: 'note', author: 'Коваль Параска', text: 'Помилка 500 після входу через KyivID.' },
    { at: at(-52), kind: 'registered', text: 'Звернення зареєстровано з телефонного дзвінка.' },
  ],
};

const recording = {
  id: '0f7c2a52-3ad8-4b0e-9d55-8a1f6d5b7c11',
  state: 'sealed',
  duration_ms: 184000,
  size_bytes: 2944058,
  sha256: createHash('sha256').update(audioOf(184)).digest('hex'),
  retain_until: '2029-11-23T09:10:00Z',
  sealed_at: at(-20),
  object_key: '2026/11/23/node1-1763889238.17/talk.wav',
};
const pastCall = {
  id: call.id,
  number: '+380441234567',
  arrived_at: at(-400),
  answered_at: at(-360),
  ended_at: at(-176),
  state: 'ended',
  end_reason: 'caller_hung_up',
  wait_ms: 40000,
  talk_ms: 184000,
  duration_ms: 224000,
  agents: ['Коваль Параска', 'Іваненко Марія'],
  ticket_id: 123,
  ticket_number: '10000123-5',
  applicant_name: 'Петренко Оксана Василівна',
  recording,
};
const calls = [
  pastCall,
  {
    ...pastCall,
    id: 'c-2',
    number: '+380671112233',
    arrived_at: at(-1900),
    end_reason: 'abandoned',
    talk_ms: 0,
    wait_ms: 93000,
    agents: [],
    applicant_name: undefined,
    ticket_number: '10000122-7',
  },
  {
    ...pastCall,
    id: 'c-3',
    number: '',
    arrived_at: at(-4200),
    end_reason: 'agent_hung_up',
    talk_ms: 402000,
    wait_ms: 12000,
    agents: ['Кравець Ілля'],
    applicant_name: 'ОСББ «Каштан»',
    ticket_number: '10000121-9',
  },
  {
    ...pastCall,
    id: 'c-4',
    number: '+380503334455',
    arrived_at: at(-50000),
    end_reason: 'after_hours',
    talk_ms: 0,
    wait_ms: 0,
    agents: [],
    applicant_name: undefined,
    ticket_number: '10000120-2',
    recording: { ...recording, state: 'spooled' },
  },
  {
    ...pastCall,
    id: 'c-5',
    number: '+48221234567',
    arrived_at: at(-52000),
    end_reason: 'dropped',
    talk_ms: 51000,
    wait_ms: 4000,
    agents: ['Кравець Ілля'],
    applicant_name: undefined,
    ticket_number: '10000119-0',
    recording: { ...recording, state: 'failed' },
  },
];
const timeline = [
  [0, 'arrived', 'Дзвінок надійшов, оголошено про запис'],
  [3, 'registered', 'Зареєстровано звернення 10000123-5'],
  [40, 'answered', 'Оператор відповів', 'Коваль Параска'],
  [70, 'held', 'Консультація, заявник слухає музику', 'Коваль Параска'],
  [78, 'consulting', 'Колега відповів', 'Іваненко Марія'],
  [104, 'transferred', 'Заявника зʼєднано з колегою', 'Іваненко Марія'],
  [184, 'ended', 'Заявник поклав слухавку'],
].map(([offset, event, text, who]) => ({ at: at(-400 + offset), offset_ms: offset * 1000, event, text, agent: who }));
const listens = [
  {
    id: '7a0d0d5e-6f43-4ac1-9f2c-2f1f7d1c8a10',
    who: 'Мельник Андрій',
    at: at(-15),
    reason: 'Скарга заявника',
    heard_ms: 63000,
  },
  {
    id: '7a0d0d5e-6f43-4ac1-9f2c-2f1f7d1c8a11',
    who: 'Савчук Ірина',
    at: at(-90),
    reason: 'Контроль якості',
    heard_ms: 184000,
  },
];

const breaks = [
  { reason: 'lunch', name: 'Обід', position: 1, retired: false },
  { reason: 'rest', name: 'Відпочинок', position: 2, retired: false },
  { reason: 'yoga', name: 'Руханка для очей', position: 3, retired: false },
  { reason: 'technical', name: 'Технічна', position: 4, retired: true },
];

const agentScene = (parts, more = {}) => ({
  session: agentSession,
  path: '/desk',
  desk: desk('v1', parts),
  colleagues,
  destinations,
  ticket: history,
  breaks,
  ...more,
});

const chiefAgent = {
  ...agent,
  id: 3,
  name: 'Мельник Андрій',
  service: undefined,
  phone: 'browser',
  state_since: at(-3400),
};
const chief = { session: chiefSession, desk: desk('v1', { agent: chiefAgent, line: busy }), breaks };
const watched = {
  ...talking,
  leg_id: 'leg-s1',
  role: 'supervisor',
  other: { agent_id: 7, name: 'Коваль Параска', service: 'information', leg_status: 'up' },
};
const supervising = (mode, more = {}) => ({
  ...chief,
  path: '/hall',
  hall,
  desk: desk('v1', {
    agent: { ...chiefAgent, state: 'on_call', state_since: at(-31) },
    call: { ...watched, supervision: { name: 'Мельник Андрій', mode }, ...more },
    line: busy,
  }),
});
const worker = (agent_id, name, service, state, since, more = {}) => ({
  agent_id,
  name,
  service,
  supervisor: false,
  state,
  state_since: at(-since),
  phone_reachable: true,
  ...more,
});
const talkOf = (number, state, seconds, more = {}) => ({
  id: `c-${number}`,
  service: 'information',
  state,
  number,
  arrived_at: at(-seconds - 40),
  queued_at: at(-seconds - 35),
  answered_at: state === 'waiting' ? undefined : at(-seconds),
  priority: 0,
  ...more,
});
const hall = {
  server_now: NOW,
  agents: [
    worker(7, 'Коваль Параска', 'information', 'on_call', 134, {
      may_supervise: true,
      call: talkOf('+380441234567', 'talking', 134, {
        supervision: { supervisor_id: 3, name: 'Мельник Андрій', mode: 'whisper' },
      }),
    }),
    worker(8, 'Кравець Ілля', 'information', 'on_call', 402, {
      may_supervise: true,
      next_state: 'break',
      call: talkOf('', 'held', 402),
    }),
    worker(13, 'Шевчук Олег', 'organisation', 'on_call', 61, {
      may_supervise: true,
      call: talkOf('+380503334455', 'consulting', 61),
    }),
    worker(15, 'Онопрієнко-Задунайська Ярослава', 'information', 'offered', 6, {
      call: talkOf('+48221234567', 'offered', 6),
    }),
    worker(16, 'Савчук Ірина', 'information', 'wrap_up', 300, { wrap_up_until: at(-210) }),
    worker(12, 'Іваненко Марія', 'organisation', 'available', 240),
    worker(14, 'Бондар Тетяна', 'organisation', 'break', 600, { reason: 'lunch' }),
    worker(17, 'Гриценко Денис', 'information', 'available', 75, { phone_reachable: false }),
    worker(18, 'Мороз Любов', 'information', 'offline', 7200),
  ],
  waiting: [
    talkOf('+380671112233', 'waiting', 74, { priority: 10 }),
    talkOf('+380442021777', 'waiting', 51, { priority: 5, skill: 'english' }),
    talkOf('', 'offered', 20),
  ],
};

const supervisions = [
  ['listen', 60, 92],
  ['whisper', 92, 140],
  ['barge', 140, 184],
].map(([mode, from, until]) => ({
  name: 'Мельник Андрій',
  mode,
  reason: 'Навчання новачка',
  asked_at: at(-400 + from),
  from: at(-400 + from),
  until: at(-400 + until),
}));

const routing = {
  skills: [
    { skill: 'english', name: 'Англійська мова', wait_s: 60 },
    { skill: 'voting', name: 'Голосування та підписи', wait_s: 120 },
  ],
  breaks: [
    { reason: 'lunch', name: 'Обід', position: 1, retired: false },
    { reason: 'training', name: 'Навчання', position: 2, retired: false },
    { reason: 'smoke', name: 'Перекур', position: 3, retired: true },
  ],
  dialled: [{ number: '+380443668013', service: 'organisation' }],
  callers: [
    {
      number: '+380442022222',
      priority: 7,
      skill: 'voting',
      reason: 'Чергова частина КМДА',
      author: 'Шевчук Ірина',
      at: at(-9 * 86400),
    },
  ],
  agents: [
    {
      agent_id: 7,
      name: 'Коваль Параска',
      service: 'information',
      skills: [
        { skill: 'english', level: 1 },
        { skill: 'voting', level: 3 },
      ],
      helps: [],
    },
    {
      agent_id: 12,
      name: 'Ткаченко Іван',
      service: 'organisation',
      skills: [],
      helps: [{ service: 'information', after_s: 90 }],
    },
  ],
};
const keeperSession = { user_id: 1, login: 'admin', name: 'Шевчук Ірина', role: 'administrator' };
const nothing = {
  by: 'words',
  value: 'проєкт',
  hits: [],
  applicants: [],
  corrected: false,
  wrong_digit: false,
  complete: true,
};
const foundTicket = (id, number, subject, status, days) => ({
  id,
  number,
  channel: 'phone',
  subject,
  status,
  registered_at: at(-days * 86400),
});
const found = {
  ...nothing,
  hits: [
    {
      ticket: foundTicket(90, '10000098-1', 'Не відкривається проєкт № 214', 'in_progress', 3),
      service: 'information',
      applicant_name: 'Петренко Оксана Василівна',
      caller: '+380441234567',
      snippet: [
        { text: 'Не відкривається ', hit: false },
        { text: 'проєкт', hit: true },
        { text: ' № 214. Після входу через KyivID сторінка «', hit: false },
        { text: 'Проєкти', hit: true },
        { text: '» показує помилку 500, голос не зараховується…', hit: false },
      ],
      masked: false,
      may_open: false,
    },
    {
      ticket: foundTicket(60, '10000052-0', '', 'waiting_applicant', 44),
      service: 'organisation',
      caller: '+380671112233',
      snippet: [
        { text: '…заявниця просить пояснити, чому її ', hit: false },
        { text: 'проект', hit: true },
        { text: ' відхилено без зауважень модератора.', hit: false },
      ],
      masked: false,
      may_open: false,
    },
    {
      ticket: foundTicket(31, '10000031-8', undefined, 'closed', 61),
      service: 'information',
      snippet: [],
      masked: true,
      may_open: false,
    },
  ],
  applicants: [person, neighbours[2]],
};

const keeping = { session: keeperSession, calendar, proposal, targets };

export const scenes = {
  calendar: { ...agentScene({ line: busy }), ...keeping, session: agentSession, path: '/calendar?day=2026-12-25' },
  'calendar-day': { ...keeping, path: '/calendar?day=2026-12-24', act: 'changeDay' },
  'calendar-rules': { ...keeping, path: '/calendar?tab=rules' },
  'calendar-regime': { ...keeping, path: '/calendar?tab=rules', act: 'regime' },
  'calendar-week': { ...keeping, path: '/calendar?tab=rules', act: 'week' },
  'calendar-proposal': { ...keeping, path: '/calendar?tab=proposal' },
  'calendar-targets': { ...keeping, path: '/calendar?tab=targets' },
  'calendar-target': { ...keeping, path: '/calendar?tab=targets', act: 'target' },
  'calendar-changes': { ...keeping, path: '/calendar?tab=changes' },
  ...applicantScenes(agentScene({}), chief),
  routing: { ...chief, path: '/routing', routing },
  'routing-edit': { session: keeperSession, path: '/routing', routing },
  'routing-duty': { session: keeperSession, path: '/routing', routing, act: 'duty' },
  'routing-drop': { session: keeperSession, path: '/routing', routing, act: 'dropRule' },
  bell: { ...agentScene({ line: busy }), inbox, act: 'bell' },
  webhooks: { session: keeperSession, path: '/webhooks?hook=1', ...outside },
  'webhooks-new': { session: keeperSession, path: '/webhooks', ...outside, act: 'newHook' },
  'webhooks-secret': { session: keeperSession, path: '/webhooks', ...outside, act: 'hookSecret' },
  outbox: { ...chief, path: '/webhooks', ...outside },
  login: { session: null, path: '/login' },
  'login-fault': { session: null, path: '/login', act: 'login' },
  offline: agentScene({ agent: { ...agent, state: 'offline', phone: 'browser' } }),
  idle: agentScene({ line: busy }),
  break: agentScene({ agent: { ...agent, state: 'break', reason: 'no_answer' } }),
  offer: agentScene({ agent: { ...agent, phone: 'browser', state: 'offered' }, call, ticket, card, line: busy }),
  'offer-several': agentScene({
    agent: { ...agent, state: 'offered', phone: 'browser' },
    call,
    ticket,
    card: { ...card, match: 'several', applicants: neighbours },
  }),
  'offer-withheld': agentScene({
    agent: { ...agent, state: 'offered' },
    call: { ...call, number: '' },
    ticket,
    card: {
      ...card,
      match: 'withheld',
      applicants: [],
      open_tickets: [],
      recent_tickets: [],
      recent_calls: [],
      calls_last_7_days: 0,
    },
  }),
  talking: agentScene({ agent: onCall, call: talking, ticket: { ...ticket, applicant: person, draft: typed }, card }),
  'talking-longname': agentScene({
    agent: onCall,
    call: talking,
    ticket: { ...ticket, applicant: { ...person, name: 'Ж'.repeat(200) }, draft: typed },
    card: { ...card, applicants: [{ ...person, name: 'Ж'.repeat(200) }] },
  }),
  'offer-unreadable': agentScene({
    agent: { ...agent, state: 'offered' },
    call: { ...call, number: '', number_raw: '112' },
    ticket,
    card: { ...card, match: 'withheld', applicants: [], recent_calls: [], calls_last_7_days: 0 },
  }),
  'talking-history': agentScene(
    {
      agent: onCall,
      call: { ...talking, muted: true, notice: 'target_no_answer' },
      ticket: { ...ticket, applicant: person, draft: typed, oral_notice_at: at(-20) },
      card,
    },
    { act: 'history' },
  ),
  conflict: agentScene(
    {
      agent: onCall,
      call: talking,
      ticket: { ...ticket, draft: { text: 'Заявниця не може проголосувати, помилка 500.', version: 9 } },
      card,
    },
    { act: 'conflict', conflict: true },
  ),
  applicant: agentScene(
    { agent: onCall, call: talking, ticket, card: { ...card, applicants: neighbours } },
    { act: 'applicant' },
  ),
  'break-named': agentScene({ agent: { ...agent, state: 'break', reason: 'yoga' } }),
  'wrap-break': agentScene(
    {
      agent: { ...agent, state: 'wrap_up', state_since: at(-20), wrap_up_until: at(70), wrap_up_extensions_left: 1 },
      call: { ...talking, leg_status: 'gone', state: 'ended' },
      ticket: { ...ticket, applicant: person, draft: typed },
      card,
    },
    { act: 'wrapBreak' },
  ),
  'state-menu': agentScene({ line: busy }, { act: 'menu' }),
  transfer: agentScene(
    { agent: onCall, call: talking, ticket: { ...ticket, applicant: person, draft: typed }, card },
    { act: 'transfer' },
  ),
  held: agentScene({
    agent: onCall,
    call: { ...talking, state: 'held' },
    ticket: { ...ticket, applicant: person, draft: typed },
    card,
  }),
  consulting: agentScene({
    agent: onCall,
    call: { ...talking, state: 'consulting', other: shevchuk },
    ticket: { ...ticket, applicant: person },
    card,
  }),
  'consult-outside': agentScene({
    agent: onCall,
    call: {
      ...talking,
      state: 'swapped',
      other: { name: 'МРГ: Гнатюк Степан Олегович', number: '+380442021501', leg_status: 'up' },
    },
    ticket: { ...ticket, applicant: person },
    card,
  }),
  placing: agentScene({
    agent: { ...agent, phone: 'browser', state: 'offered' },
    call: {
      ...call,
      direction: 'outbound',
      state: 'placing',
      arrived_at: at(-3),
      ring_until: at(17),
      caller_present: false,
    },
    ticket: { ...ticket, applicant: person },
    card,
  }),
  dialling: agentScene({
    agent: onCall,
    call: {
      ...call,
      leg_status: 'up',
      direction: 'outbound',
      state: 'dialling',
      arrived_at: at(-9),
      ring_until: undefined,
    },
    ticket: { ...ticket, applicant: person },
    card,
  }),
  'call-failed': agentScene(
    {
      failed_call: {
        call_id: 'node1-o1.x',
        number: '+380441234567',
        ticket_id: 123,
        at: at(-20),
        reason: 'not_reached',
        notice: 'number_busy',
      },
    },
    { calls },
  ),
  consulted: agentScene({
    agent: { ...onCall, id: 12, name: 'Іваненко Марія', service: 'organisation' },
    call: {
      ...talking,
      role: 'target',
      state: 'consulting',
      other: { ...shevchuk, agent_id: 7, name: 'Коваль Параска', service: 'information' },
    },
    ticket: {
      ...ticket,
      applicant: person,
      notes: [{ at: at(-12), kind: 'note', author: 'Коваль Параска', text: typed.text }],
    },
    card,
  }),
  rejoining: agentScene({
    agent: { ...onCall, phone: 'browser' },
    call: { ...talking, leg_status: 'ringing', state: 'rejoining', ring_until: at(11) },
    ticket: { ...ticket, applicant: person, draft: typed },
    card,
  }),
  lost: agentScene({
    agent: { ...agent, state: 'wrap_up', state_since: at(-8), wrap_up_until: at(82), wrap_up_extensions_left: 2 },
    call: { ...talking, state: 'waiting', leg_status: 'gone' },
    ticket: { ...ticket, applicant: person, draft: typed },
    card,
    line: { waiting: 1, longest_wait_ms: 8000 },
  }),
  'after-talk': agentScene({}, { calls }),
  'wrap-up': agentScene({
    agent: { ...agent, state: 'wrap_up', state_since: at(-20), wrap_up_until: at(70), wrap_up_extensions_left: 2 },
    call: { ...talking, state: 'ended', leg_status: 'gone' },
    ticket: { ...ticket, applicant: person, draft: typed, oral_notice_at: at(-40) },
    card,
  }),
  hall: { ...chief, path: '/hall', hall },
  'hall-no-phone': { ...chief, path: '/hall', hall, desk: desk('v1', { agent: { ...chiefAgent, state: 'offline' } }) },
  'hall-join': { ...chief, path: '/hall', hall, act: 'join' },
  'hall-state': { ...chief, path: '/hall', hall, act: 'order' },
  'hall-whispering': supervising('whisper'),
  'hall-listening': supervising('listen'),
  'hall-joining': supervising('listen', { leg_status: 'ringing' }),
  'chief-idle': { ...chief, path: '/desk' },
  'talking-supervised': agentScene({
    agent: onCall,
    call: { ...talking, supervision: { name: 'Мельник Андрій', mode: 'whisper' } },
    ticket: { ...ticket, applicant: person, draft: typed },
    card,
  }),
  ticket: agentScene({}, { path: '/tickets/123', ticket: inWork }),
  'ticket-waiting': agentScene({}, { path: '/tickets/123', ticket: waiting }),
  'ticket-classify': agentScene({}, { path: '/tickets/123', ticket: fresh, act: 'classify' }),
  'ticket-hand-over': agentScene({}, { path: '/tickets/123', ticket: inWork, act: 'handOver' }),
  'talking-consult': agentScene(
    { agent: onCall, call: talking, ticket: { ...ticket, applicant: person, draft: typed }, card },
    { act: 'consult' },
  ),
  'ticket-new': agentScene({}, { path: '/tickets/new' }),
  status: agentScene({}, { path: '/status?number=10000123-5', status: publicStatus }),
  'ticket-taken': agentScene({}, { path: '/tickets/123', ticket: fresh, act: 'take', refusal: taken }),
  tickets: { ...chief, path: '/tickets?list=all', rows },
  'tickets-agent': agentScene({}, { path: '/tickets', rows }),
  'tickets-filters': { ...chief, path: '/tickets?list=all&type=bug&only=expedited', rows: rows.slice(0, 1) },
  'tickets-empty': { ...chief, path: '/tickets?list=queue&service=technical', rows: [] },
  'tickets-owed': { ...chief, path: '/tickets?list=owed' },
  'tickets-bulk': { ...chief, path: '/tickets?list=all', rows, act: 'bulk' },
  'tickets-acted': { ...chief, path: '/tickets?list=all', rows, act: 'acted' },
  'tickets-import': { ...chief, path: '/tickets?list=all', rows, act: 'importing' },
  'tickets-export': { ...chief, path: '/tickets?list=all', rows, act: 'exporting' },
  calls: { ...chief, path: '/calls?from=2026-11-22', calls },
  'calls-empty': { ...chief, path: '/calls?number=380', calls: [] },
  call: {
    ...chief,
    path: `/calls/${call.id}`,
    call: { call: pastCall, timeline, may_listen: true, supervisions },
    ticket: history,
    listens,
  },
  reason: {
    ...chief,
    path: `/calls/${call.id}`,
    call: { call: pastCall, timeline, may_listen: true },
    ticket: history,
    listens,
    act: 'reason',
  },
  proof: {
    ...chief,
    path: `/calls/${call.id}`,
    call: { call: pastCall, timeline, may_listen: true },
    ticket: history,
    listens,
    act: 'proof',
  },
  replay: {
    ...chief,
    path: `/calls/${call.id}?t=63`,
    call: { call: pastCall, timeline, may_listen: true },
    ticket: history,
    listens,
    act: 'replay',
  },
  search: { ...chief, path: '/search?q=проєкт', found },
  'search-mended': {
    ...chief,
    path: '/search?q=авторезація',
    found: { ...found, value: 'авторизація', corrected: true, complete: false, applicants: [] },
  },
  'search-phone': {
    ...chief,
    path: '/search?q=044 123 45 67',
    found: { ...found, by: 'phone', value: '+380441234567', hits: found.hits.map((hit) => ({ ...hit, snippet: [] })) },
  },
  'search-nothing': { ...chief, path: '/search?q=10000123-4', found: { ...nothing, wrong_digit: true } },
  'search-empty': { ...chief, path: '/search' },
  'search-fault': {
    ...chief,
    path: '/search?q=проєкт',
    fault: { status: 409, code: 'unavailable', title: 'Сервер тимчасово не відповідає' },
  },
  'search-quick': { ...chief, path: '/calls', calls, found, act: 'quick' },
  'search-quick-nothing': { ...chief, path: '/calls', calls, found: nothing, act: 'quick' },
  ...knowledgeScenes({
    chief,
    keeper: { session: { user_id: 1, login: 'bondar', name: 'Бондар Олена', role: 'administrator' } },
    talk: agentScene({ agent: onCall, call: talking, ticket: { ...ticket, applicant: person, draft: typed }, card }),
  }),
};
