// The page of one appeal: as it stands, and with each of its forms.
import { agentScene, chief } from './desk.mjs';
import { callScenes } from './talks.mjs';
import { fresh, inWork, taken, waiting } from './tickets.mjs';

const page = (ticket, more) => agentScene({}, { path: '/tickets/123', ticket, ...more });
const { call, listens } = callScenes.replay;
const as = (status, work) => ({
  ...inWork,
  ticket: { ...inWork.ticket, status },
  work: { ...inWork.work, notices: [], ...work },
});
const resolved = as('resolved', {
  acts: ['close', 'describe', 'reopen'],
});
const result = {
  ...inWork.work.notices[0],
  stage: 'closing',
  about: 'result',
  words: 'результат розгляду звернення',
  text: 'Помилку виправлено в оновленні від 23 листопада: після входу через BankID проєкт № 214 відкривається.',
};
const untold = as('resolved', { acts: resolved.work.acts, notices: [result] });
const unreached = as('resolved', {
  acts: resolved.work.acts,
  unreached: true,
  notices: [{ ...result, state: 'queued', ways: ['email'] }],
});
const atMrg = as('handed_over', {
  class: { type: 'consultation', category: 'low', type_name: 'Консультація/задача', category_name: 'Низький' },
  unit: 'mrg',
  expedited: false,
  acts: ['classify', 'resume', 'resolve', 'close', 'hand_over', 'escalate'],
});
const wish = as('in_progress', {
  class: { type: 'feature', category: 'low', type_name: 'Нова функціональність', category_name: 'Низький' },
  expedited: false,
});
const held = {
  ...inWork,
  work: {
    ...inWork.work,
    hold: 'Судова справа № 757/1234/26, до рішення',
    acts: [...inWork.work.acts, 'release_hold'],
  },
};
const forChief = { ...inWork, work: { ...inWork.work, acts: [...inWork.work.acts, 'restrict_access', 'hold'] } };
const refused = (fields) => ({
  status: 422,
  code: 'invalid',
  title: 'Перевірте введене',
  detail: Object.values(fields)[0],
  fields,
});

const { applicant: known, ...unknown } = inWork;

export const appealScenes = {
  'ticket-known-since': page({ ...unknown, phones: inWork.phones }, { people: [known], act: 'knownSince' }),
  ticket: page(inWork),
  'ticket-replay': page(inWork, { call, listens, act: 'hearTalk' }),
  'ticket-waiting': page(waiting),
  'ticket-classify': page(fresh, { act: 'classify' }),
  'ticket-hand-over': page(inWork, { act: 'handOver' }),
  'ticket-close': page(resolved, {
    act: 'close',
    refusal: refused({ ground: 'Оберіть підставу з переліку п. 4.14.', text: 'Поясніть докладніше.' }),
  }),
  'ticket-close-owed': page(untold, { act: 'closeOwed' }),
  'ticket-close-unreached': page(unreached, { act: 'closeUntold' }),
  'ticket-close-mrg': page(atMrg, {
    act: 'closeMrg',
    refusal: refused({ responsible: 'Вкажіть прізвище, ім’я та по батькові представника МРГ (п. 4.11.2).' }),
  }),
  'ticket-wish': page(wish, {
    act: 'handWishOver',
    refusal: refused({
      decision: 'Вкажіть номер протоколу МРГ.',
      decision_at: 'Вкажіть, коли засідала МРГ.',
      decision_agreed: 'Вкажіть, що МРГ погодила побажання. Без її згоди побажання не передають (п. 3.3.2.2).',
    }),
  }),
  'ticket-to-mrg': page(atMrg, { act: 'handToMrg' }),
  'ticket-move': page(inWork, { act: 'moveLine', refusal: refused({ reason: 'Вкажіть причину.' }) }),
  'ticket-held': { ...page(held), session: chief.session },
  'ticket-hold': { ...page(forChief, { act: 'hold' }), session: chief.session },
  'ticket-taken': page(fresh, { act: 'take', refusal: taken }),
};
