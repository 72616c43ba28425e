// The hall, and a supervisor in somebody’s talk.
import { busy, chief, chiefAgent, desk, talking } from './desk.mjs';
import { NOW } from './now.mjs';
import { at } from './people.mjs';

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

export const hallScenes = {
  hall: { ...chief, path: '/hall', hall },
  'hall-no-phone': { ...chief, path: '/hall', hall, desk: desk('v1', { agent: { ...chiefAgent, state: 'offline' } }) },
  'hall-join': { ...chief, path: '/hall', hall, act: 'join' },
  'hall-state': { ...chief, path: '/hall', hall, act: 'order' },
  'hall-whispering': supervising('whisper'),
  'hall-listening': supervising('listen'),
  'hall-joining': supervising('listen', { leg_status: 'ringing' }),
};
