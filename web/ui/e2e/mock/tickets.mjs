// A ticket's page: one in work, one that nobody has classified, one that waits for the applicant.
import { NOW } from './now.mjs';

const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
const summary = {
  id: 123,
  number: '10000123-5',
  channel: 'phone',
  subject: 'Помилка 500 під час голосування за проєкт № 214',
  status: 'in_progress',
  registered_at: at(-5400),
};
const work = {
  version: 4,
  server_now: NOW,
  open_hours: true,
  hours_change_at: '2026-11-23T16:00:00Z',
  class: { type: 'bug', category: 'critical', type_name: 'Помилка/проблема', category_name: 'Критичний' },
  process: 'bankid_nbu',
  service: 'information',
  line: 1,
  assignee: { id: 7, name: 'Коваль Параска' },
  reaction: {
    verdict: 'met',
    target_s: 3600,
    due_at: at(-1800),
    met_at: at(-3300),
    done_at: at(-3600),
    told_at: at(-3300),
    left_s: 1500,
  },
  resolution: { verdict: 'running', target_s: 14400, due_at: at(2400), left_s: 2400 },
  pauses: [],
  notices: [
    {
      id: 1,
      stage: 'status',
      about: 'term',
      words: 'новий строк',
      ways: ['oral', 'email'],
      owed_at: at(-300),
      due_at: at(3000),
      state: 'owed',
    },
  ],
  description:
    'Після входу через BankID НБУ сторінка проєкту № 214 показує «Помилка 500». Кнопка «Підтримати» не реагує. Повторюється в Chrome 141 і Firefox 140.',
  content: {
    page_link: 'https://gb.kyivcity.gov.ua/projects/214',
    browser: 'Chrome 141, Windows 11',
    steps: 'Увійти через BankID → відкрити проєкт № 214 → «Підтримати»',
  },
  missing: ['login'],
  oral_reason: 'У заявниці немає електронної пошти',
  origin: 'facebook_referral',
  related: [
    {
      ...summary,
      id: 90,
      number: '10000098-1',
      channel: 'email',
      subject: 'Не відкривається проєкт № 214',
      status: 'waiting_applicant',
      registered_at: at(-3 * 86400),
    },
  ],
  acts: [
    'classify',
    'assign',
    'describe',
    'request_info',
    'postpone',
    'escalate',
    'hand_over',
    'plan_release',
    'resolve',
    'take',
    'mark_duplicate',
  ],
  expedited: true,
  reopened: 0,
  received_at: at(-5460),
  announcement: 'Ваше звернення зареєстровано за номером 10000123-5, орієнтовний строк — до 23 листопада, 11:54.',
};
const history = [
  { at: at(-5400), kind: 'registered', text: 'Звернення зареєстровано', call_id: 'c-1' },
  {
    at: at(-5100),
    kind: 'call',
    text: 'Розмова з оператором Коваль Параска, очікування 48 с, тривалість розмови 3 хв 04 с',
    author: 'Коваль Параска',
    call_id: 'c-1',
    call_open: true,
    recording_id: '7a0d0d5e-6f43-4ac1-9f2c-2f1f7d1c8a99',
  },
  {
    at: at(-3600),
    kind: 'act',
    act: 'classify',
    text: 'Класифіковано. Статус: В роботі',
    author: 'Коваль Параска',
    changes: [
      { field: 'type', name: 'Тип', new: 'Помилка/проблема' },
      { field: 'category', name: 'Пріоритет', new: 'Критичний' },
      { field: 'resolution_due_at', name: 'Строк виконання', old: '27.11.2026, 09:44', new: '23.11.2026, 11:54' },
    ],
  },
  {
    at: at(-3300),
    kind: 'notice',
    text: 'Заявника повідомлено усно: хто відповідає за звернення та строк',
    author: 'Коваль Параска',
  },
  { at: at(-600), kind: 'note', text: 'Розробник підтвердив: помилка в оновленні 4.2.', author: 'Іваненко Марія' },
];
const person = {
  id: 41,
  name: 'Петренко Оксана Василівна',
  kind: 'person',
  group: 'external',
  phones: ['+380441234567'],
  email: 'o.petrenko@example.com.ua',
};
export const inWork = { ticket: summary, phones: person.phones, applicant: person, history, work };
export const fresh = {
  ticket: { ...summary, status: 'registered', subject: undefined },
  phones: [],
  history: history.slice(0, 1),
  work: {
    ...work,
    version: 1,
    class: undefined,
    process: undefined,
    assignee: undefined,
    expedited: false,
    oral_reason: undefined,
    reaction: { verdict: 'breached', target_s: 1800, due_at: at(-3600), left_s: -3600 },
    resolution: { verdict: 'running', target_s: 129600, due_at: '2026-11-27T07:44:30Z', left_s: 124200 },
    description: '',
    content: {},
    missing: ['description', 'applicant'],
    related: [],
    acts: [
      'classify',
      'take',
      'assign',
      'describe',
      'request_info',
      'postpone',
      'escalate',
      'hand_over',
      'consult',
      'resolve',
    ],
  },
};
export const waiting = {
  ...inWork,
  ticket: { ...summary, status: 'waiting_applicant', channel: 'email' },
  work: {
    ...work,
    resolution: { verdict: 'frozen', target_s: 14400, left_s: 5400 },
    pauses: [{ from: at(-1200), why: 'Очікуємо інформації від заявника' }],
    notices: [
      {
        ...work.notices[0],
        about: 'question',
        words: 'яка потрібна інформація',
        text: 'Який у вас логін у системі?',
        ways: ['email'],
        due_at: at(-60),
      },
    ],
    restricted: 'Прохання видалити персональні дані від 20.11.2026',
    acts: [...work.acts, 'resume'],
    announcement: undefined,
  },
};
export const taken = {
  status: 409,
  code: 'ticket_conflict',
  title: 'Звернення вже в роботі',
  detail: 'Щойно, о 11:14, це звернення взято в роботу: Іваненко Марія. Сторінку оновлено.',
};
export const publicStatus = {
  number: '10000123-5',
  status: 'in_progress',
  status_name: 'В роботі',
  resolution_due_at: at(2400),
};
