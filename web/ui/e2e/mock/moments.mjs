// A desk in each moment of a call.
import { agent, agentScene, busy, call, card, chief, onCall, shevchuk, talking, ticket, typed } from './desk.mjs';
import { at, neighbours, person } from './people.mjs';
import { calls } from './talks.mjs';

export const deskScenes = {
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
  'talking-supervised': agentScene({
    agent: onCall,
    call: { ...talking, supervision: { name: 'Мельник Андрій', mode: 'whisper' } },
    ticket: { ...ticket, applicant: person, draft: typed },
    card,
  }),
  'talking-consult': agentScene(
    { agent: onCall, call: talking, ticket: { ...ticket, applicant: person, draft: typed }, card },
    { act: 'consult' },
  ),
  'chief-idle': { ...chief, path: '/desk' },
};
