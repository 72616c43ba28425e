// What a search finds.
import { chief } from './desk.mjs';
import { at, neighbours, person } from './people.mjs';
import { calls } from './talks.mjs';

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

export const searchScenes = {
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
};
