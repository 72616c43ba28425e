// What an agent’s desk shows.
import { NOW } from './now.mjs';
import { agentSession, at, breaks, chiefSession, person } from './people.mjs';
import { fresh } from './tickets.mjs';

export const card = {
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
export const ticket = {
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
export const typed = {
  text: 'Не може подати голос за проєкт: сторінка «Проєкти» показує помилку після входу через KyivID.\nChrome 141, Windows 11. Кроки: увійшла → обрала проєкт № 214 → «Підтримати» → «Помилка 500».',
  version: 6,
  saved_at: at(-4),
};
export const agent = {
  id: 7,
  name: 'Коваль Параска',
  service: 'information',
  state: 'available',
  state_since: at(-760),
  phone: 'desk',
  phone_reachable: true,
};
const line = { waiting: 0, longest_wait_ms: 0 };
export const busy = { waiting: 3, longest_wait_ms: 74000 };
export const call = {
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
export const shevchuk = { agent_id: 12, name: 'Іваненко Марія', service: 'organisation', leg_status: 'up' };
export const desk = (version, parts) => ({ version, server_now: NOW, agent, line, ...parts });
export const onCall = { ...agent, state: 'on_call', state_since: at(-134) };
export const talking = { ...call, leg_status: 'up', state: 'talking', answered_at: at(-134), ring_until: undefined };
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
export const history = {
  ticket: { id: 123, number: '10000123-5', channel: 'phone', status: 'registered', registered_at: at(-52) },
  phones: ticket.phones,
  work: fresh.work,
  history: [
    { at: at(-30), kind: 'note', author: 'Коваль Параска', text: 'Помилка 500 після входу через KyivID.' },
    { at: at(-52), kind: 'registered', text: 'Звернення зареєстровано з телефонного дзвінка.' },
  ],
};
export const agentScene = (parts, more = {}) => ({
  session: agentSession,
  path: '/desk',
  desk: desk('v1', parts),
  colleagues,
  destinations,
  ticket: history,
  breaks,
  ...more,
});
export const chiefAgent = {
  ...agent,
  id: 3,
  name: 'Мельник Андрій',
  service: undefined,
  phone: 'browser',
  state_since: at(-3400),
};
export const chief = { session: chiefSession, desk: desk('v1', { agent: chiefAgent, line: busy }), breaks };
