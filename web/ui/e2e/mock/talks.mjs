// Calls that are over, one of them with its recording.
import { createHash } from 'node:crypto';
import { call, chief, history } from './desk.mjs';
import { at } from './people.mjs';
import { audioOf } from './sound.mjs';

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
export const calls = [
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

export const callScenes = {
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
};
