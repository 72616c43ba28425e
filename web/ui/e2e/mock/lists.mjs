// The register's lists as a supervisor and an agent see them.
import { NOW } from './now.mjs';

const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
const HOUR = 3600;
const running = (target, left) => ({
  verdict: left < 0 ? 'breached' : 'running',
  target_s: target,
  left_s: left,
  due_at: at(left),
});
const met = (target) => ({ verdict: 'met', target_s: target, due_at: at(60), met_at: at(-60), left_s: 900 });
const row = (id, number, more) => ({
  id,
  number,
  version: 2,
  status: 'registered',
  channel: 'phone',
  service: 'information',
  registered_at: at(-id * 600),
  expedited: false,
  restricted: false,
  reaction: running(HOUR / 2, 1500 - id * 120),
  resolution: running(36 * HOUR, 35 * HOUR),
  ...more,
});

export const rows = [
  row(1, '10000141-7', {
    expedited: true,
    subject:
      'Не відкривається форма подання проєкту: «Помилка 500» після входу через BankID НБУ, повторюється в усіх браузерах',
    applicant_name: 'Петренко Оксана Василівна',
    caller: '+380441234567',
    type: 'bug',
    category: 'critical',
    resolution: running(4 * HOUR, 2400),
  }),
  row(2, '10000132-0', { subject: 'Як змінити пошту в кабінеті', channel: 'email', applicant_name: 'Іваненко Марія' }),
  row(14, '10000128-4', {
    subject: 'Пошук за вулицею',
    channel: 'form',
    applicant_name: 'ОСББ «Каштан»',
    type: 'feature',
    category: 'high',
    status: 'handed_over',
    unit: 'mrg',
    assignee: { id: 12, name: 'Іваненко Марія' },
    reaction: met(HOUR),
    resolution: met(4 * HOUR),
  }),
  row(5, '10000125-6', {
    applicant_name: 'Бондар Лесь',
    caller: '+380671112233',
    status: 'waiting_applicant',
    type: 'consultation',
    category: 'low',
    assignee: { id: 7, name: 'Коваль Параска' },
    reaction: met(2 * HOUR),
    resolution: { verdict: 'frozen', target_s: 36 * HOUR, left_s: 20 * HOUR },
  }),
  row(6, '10000124-0', { restricted: true, reaction: met(HOUR), resolution: running(16 * HOUR, -5400) }),
];

const owed = (id, number, about, more) => ({
  id,
  ticket_id: id,
  ticket_number: number,
  stage: 'status',
  about,
  ways: ['oral', 'email'],
  owed_at: at(-3600),
  due_at: at(1800),
  late: false,
  queued: false,
  status: 'in_progress',
  service: 'information',
  channel: 'phone',
  subject: 'Не зараховано голос',
  applicant: 'Петренко Оксана Василівна',
  phone: '+380441234567',
  assignee: 'Коваль Параска',
  ...more,
});
export const notices = [
  owed(1, '10000141-7', 'assigned', { due_at: at(-1200), late: true }),
  owed(2, '10000132-0', 'result', {
    service: 'organisation',
    stage: 'closing',
    ways: ['email'],
    channel: 'email',
    queued: true,
  }),
  owed(3, '10000128-4', 'term', { service: 'technical', subject: undefined, applicant: undefined, phone: undefined }),
];

export const counts = { queue: 12, mine: 3, near: 2, breached: 1000, owed: 3 };
export const exported = [
  {
    at: at(-7200),
    who: 'Мельник Андрій',
    format: 'xlsx',
    filter:
      'from=2026-11-01&list=breached&process=rework&service=information&status=in_progress%2Cpostponed&assignee=7&only=expedited&order=due',
    tickets: 42,
  },
  { at: at(-90000), who: 'Мельник Андрій', format: 'csv', filter: 'list=all' },
];
export const imports = [
  {
    at: at(-3600),
    who: 'Мельник Андрій',
    file: 'листопад.xlsx',
    sha256: 'ab'.repeat(32),
    applicants: false,
    rows: 120,
    registered: 118,
  },
];
export const imported = {
  applicants: false,
  rows: 120,
  registered: 117,
  known: 1,
  ignored: ['Зареєстровано', 'Строк реакції'],
  fault_count: 2,
  faults: [
    {
      row: 3,
      column: 'Канал',
      words:
        'Значення має бути одним із таких: «Контактний номер телефону», «Електронна пошта», «Форма зворотного зв’язку на сайті ГБ».',
    },
    {
      row: 17,
      column: 'Телефон',
      words: 'Номер телефону не розпізнано. Введіть його, наприклад, так: 044 123 45 67 або +380441234567.',
    },
  ],
  head: ['Канал', 'Надійшло', 'Тема', 'Опис', 'Заявник', 'Телефон'],
  first: [2, 4].map((row) => ({
    row,
    cells: [
      'Електронна пошта',
      '20.11.2026, 19:00',
      'Лист підтвердження',
      'Після подання проєкту не надходить лист підтвердження, хоча адресу вказано правильно.',
      'Ірина Мельник',
      '+380501234567',
    ],
  })),
};
export const acted = [
  { id: 1, number: '10000141-7' },
  {
    id: 2,
    problem: {
      status: 409,
      code: 'ticket_conflict',
      title: 'Звернення змінено',
      detail: 'Іваненко Марія щойно взяла звернення в роботу.',
    },
  },
];
