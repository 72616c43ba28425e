// Applicants for the pictures. Everybody here is invented.
import { NOW } from './now.mjs';

const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

const oksana = {
  id: 41,
  name: 'Петренко Оксана Василівна',
  kind: 'person',
  group: 'external',
  phones: ['+380441234567', '+380671112233'],
  email: 'o.petrenko@example.com.ua',
  login: 'o.petrenko',
  organisation_id: 43,
  organisation_name: 'ОСББ «Каштан»',
  version: 3,
};
const twin = {
  id: 57,
  name: 'Петренко О. В.',
  kind: 'person',
  group: 'external',
  phones: ['+380671112233'],
  email: 'oksana.v.petrenko.kyiv@example.com.ua',
  version: 1,
};
const member = {
  id: 60,
  name: 'Гнатюк Степан Олегович',
  kind: 'person',
  group: 'internal',
  subgroup: 'mrg',
  phones: ['+380442021501'],
  login: 's.hnatiuk',
  version: 1,
};
const house = {
  id: 43,
  name: 'ОСББ «Каштан»',
  kind: 'organisation',
  group: 'external',
  phones: ['+380441234567'],
  version: 1,
};
const hidden = {
  id: 70,
  name: 'Доступ обмежено',
  kind: 'person',
  group: 'external',
  phones: [],
  restricted: 'Заява № 14 від 20.11.2026',
  version: 2,
};

const ticket = (id, number, days, status, subject, channel = 'phone') => ({
  id,
  number,
  channel,
  subject,
  status,
  registered_at: at(-days * 86400),
});

const card = {
  applicant: oksana,
  masked: false,
  contacts: [
    { kind: 'phone', value: '+380671112233', confidence: 4, shared: false, last_seen_at: at(-3600) },
    { kind: 'phone', value: '+380441234567', confidence: 1, shared: true, last_seen_at: at(-86400 * 20) },
    { kind: 'email', value: 'o.petrenko@example.com.ua', confidence: 2, shared: false, last_seen_at: at(-86400 * 3) },
  ],
  tickets: [
    ticket(90, '10000098-1', 3, 'in_progress', 'Не відкривається проєкт № 214', 'email'),
    ticket(77, '10000071-4', 20, 'closed', 'Як змінити пошту в кабінеті'),
    ticket(60, '10000052-0', 44, 'resolved', 'Пропозиція: пошук за вулицею', 'form'),
  ],
  open_count: 1,
  total_count: 3,
  calls: [
    {
      at: at(-20 * 86400),
      call_id: 'c-1',
      ticket_id: 77,
      ticket_number: '10000071-4',
      text: 'Розмова з оператором Коваль Параска, очікування 12 с, тривалість розмови 4 хв 10 с',
    },
    {
      at: at(-21 * 86400),
      call_id: 'c-0',
      ticket_id: 77,
      ticket_number: '10000071-4',
      text: 'Заявник не дочекався відповіді, очікування 1 хв 01 с',
    },
  ],
  members: [],
  merges: [
    {
      id: 5,
      source_id: 58,
      source_name: 'Петренко Оксана',
      reason: 'Той самий логін, підтвердила в розмові',
      by: 'Мельник Андрій',
      at: at(-9 * 86400),
      tickets: 1,
    },
  ],
  likely: [
    { applicant: twin, reasons: ['phone', 'name'] },
    { applicant: house, reasons: ['phone'] },
  ],
  history: [
    {
      at: at(-9 * 86400),
      kind: 'merged',
      author: 'Мельник Андрій',
      text: 'До картки приєднано іншу. Той самий логін, підтвердила в розмові',
      changes: [{ field: 'card', name: 'Картка', new: 'Петренко Оксана' }],
    },
    {
      at: at(-12 * 86400),
      kind: 'changed',
      author: 'Коваль Параска',
      text: 'Картку змінено',
      changes: [
        { field: 'email', name: 'Ел. пошта', old: 'oksana@example.com', new: 'o.petrenko@example.com.ua' },
        { field: 'phone', name: 'Телефон', new: '+380671112233' },
      ],
    },
    { at: at(-44 * 86400), kind: 'created', author: 'Коваль Параска', text: 'Картку створено' },
  ],
};
const masked = {
  ...card,
  applicant: hidden,
  masked: true,
  contacts: [],
  tickets: [],
  calls: [],
  merges: [],
  likely: [],
  history: [],
  open_count: 0,
  total_count: 0,
};
const narrowed = {
  ...card,
  applicant: { ...oksana, restricted: 'Заява № 14 від 20.11.2026', hold: 'Скарга в суді, справа № 640/118/26' },
  history: [
    { at: at(-60), kind: 'read', author: 'Мельник Андрій', text: 'Переглянуто за обмеженого доступу' },
    { at: at(-3600), kind: 'restricted', author: 'Мельник Андрій', text: 'Доступ обмежено. Заява № 14 від 20.11.2026' },
    ...card.history,
  ],
};
const merging = {
  target: oksana,
  source: twin,
  tickets: 2,
  open: 1,
  contacts: ['oksana.v.petrenko.kyiv@example.com.ua'],
  differs: [{ field: 'name', name: 'Імʼя або назва', old: 'Петренко О. В.', new: 'Петренко Оксана Василівна' }],
};

/** The scenes of an agent and of a supervisor; each has a desk of its own. */
export const applicantScenes = (agentScene, chief) => {
  const plain = (parts) => ({ ...agentScene, people: [oksana, twin, member, house, hidden], card, merging, ...parts });
  const superior = (parts) => ({ ...plain(parts), ...chief, ...parts });
  return {
    applicants: plain({ path: '/applicants?q=петренко' }),
    'applicants-start': plain({ path: '/applicants' }),
    'applicants-none': plain({ path: '/applicants?q=нікого', people: [] }),
    card: plain({ path: '/applicants/41' }),
    'card-chief': superior({ path: '/applicants/41', card: narrowed }),
    'card-masked': plain({ path: '/applicants/70', card: masked }),
    'card-edit': plain({ path: '/applicants/41', act: 'editApplicant' }),
    'card-merge': superior({ path: '/applicants/41', act: 'mergeApplicants' }),
    'card-restrict': superior({ path: '/applicants/41', act: 'restrictApplicant' }),
  };
};

/** Answers a request about applicants, or says that it is about something else. */
export function answerApplicants(scene, path, json) {
  if (path === '/applicants') return json(scene.people ?? []) ?? true;
  if (/^\/applicants\/\d+\/merging$/.test(path)) return json(scene.merging) ?? true;
  if (/^\/applicants\/\d+$/.test(path)) return json(scene.card) ?? true;
  return false;
}
