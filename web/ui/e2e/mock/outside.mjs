// A person's inbox, and what goes to other people's servers.
import { NOW } from './now.mjs';

const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
const line = (id, kind, text, seconds, more) => ({
  id,
  at: at(seconds),
  kind,
  ticket_id: 90 + id,
  ticket_number: `1000009${id}-1`,
  text,
  ...more,
});

export const keeperInbox = {
  unread: 2,
  lines: [
    {
      id: 6,
      at: '2026-11-23T07:00:00Z',
      kind: 'calendar_year',
      year: 2027,
      text: 'Підтвердьте дні за законом на 2027 рік: за цим календарем рахують строки',
    },
    {
      id: 5,
      at: '2026-11-23T07:00:00Z',
      kind: 'regime_unseen',
      text: 'Понад 90 днів ніхто не переглядав режим «Воєнний стан». Перевірте, чи він діє, і збережіть його з поясненням',
    },
  ],
};
export const inbox = {
  unread: 3,
  lines: [
    line(6, 'breach', 'Порушено строк реакції', -40, { subject: 'Не відкривається проєкт № 214', due_at: at(-41) }),
    line(5, 'warning', 'Минуло 90 % строку вирішення', -400, {
      subject: 'Помилка входу через BankID НБУ',
      due_at: at(1900),
    }),
    line(4, 'assigned', 'Вам доручено звернення (Мельник Андрій): це ваша тема', -900, {
      subject: 'Кандидат до ГБК не бачить своєї заявки',
      due_at: at(86_400),
    }),
    line(3, 'notice_late', 'Заявника вчасно не повідомлено: новий строк', -7200, { read_at: at(-7000) }),
    line(
      2,
      'escalated',
      'До вашої служби передано звернення (Ткаченко Іван): потрібна консультація щодо форми',
      -90_000,
      {
        read_at: at(-80_000),
      },
    ),
  ],
};

const message = (event, number) =>
  JSON.stringify({
    id: 4711,
    event,
    at: at(-30),
    ticket: { id: 96, number, status: 'closed', service: 'information', version: 7 },
  });
const delivery = (id, event, state, more) => ({
  id,
  event,
  ticket_id: 96,
  ticket_number: '10000096-1',
  made_at: at(-30 * id),
  state,
  tries: 1,
  message: message(event, '10000096-1'),
  ...more,
});

/** A colleague was faster. */
export const faster = {
  '/webhooks/1': {
    status: 409,
    code: 'stale',
    title: 'Це вже змінили',
    detail: 'Це щойно змінили: Шевчук Ірина, 27.11 о 05:20. Оновіть сторінку й внесіть свої зміни ще раз.',
  },
};

export const outside = {
  webhooks: [
    {
      id: 1,
      version: 3,
      url: 'https://analytics.example.com.ua/hooks/appeals',
      events: ['ticket.registered', 'ticket.closed', 'term.breached'],
      note: 'Аналітика департаменту',
      active: true,
      created_at: at(-86_400 * 9),
      created_by: 'Шевчук Ірина',
      changed_at: at(-86_400 * 2),
      changed_by: 'Шевчук Ірина',
      waiting: 1,
      dead: 1,
    },
    {
      id: 2,
      version: 1,
      url: 'https://status.example.com.ua/in',
      events: ['ticket.changed'],
      active: false,
      created_at: at(-86_400 * 30),
      created_by: 'Шевчук Ірина',
      changed_at: at(-86_400 * 30),
      changed_by: 'Шевчук Ірина',
      waiting: 0,
      dead: 0,
    },
  ],
  deliveries: [
    delivery(3, 'ticket.closed', 'waiting', {
      tries: 3,
      tried_at: at(-20),
      next_at: at(40),
      last_status: 503,
      fault: 'Отримувач відповів кодом 503.',
    }),
    delivery(2, 'ticket.registered', 'delivered', { delivered_at: at(-58), last_status: 204 }),
    delivery(1, 'term.breached', 'dead', { tries: 30, fault: 'Сертифікат отримувача не пройшов перевірку.' }),
  ],
  outbox: [
    {
      id: 9,
      ticket_id: 96,
      ticket_number: '10000096-1',
      kind: 'technical',
      made_at: at(-300),
      state: 'waiting',
      via: 'webhook',
      text: 'Передання до Служби технічного супроводу. Буде повторено.',
      tries: 4,
      fault: 'Сервер отримувача не відповів вчасно.',
    },
    {
      id: 8,
      ticket_id: 95,
      ticket_number: '10000095-3',
      kind: 'letter',
      made_at: at(-800),
      state: 'waiting',
      text: 'Лист заявникові: номер і строк звернення. Чекає, доки пошта його забере.',
      tries: 0,
    },
  ],
  made: { webhook: { id: 3 }, secret: 'whsec_K7QYV2MZ5XJH4TN3RWBD6PLACSK7QYV2MZ5XJH4TN3RWBD6PLACS' },
};
