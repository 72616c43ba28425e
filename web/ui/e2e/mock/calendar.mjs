// A year of the working calendar: martial law suspends the law's holidays, the service has days of its own.
const AUTHOR = 'Шевчук Ірина';
const AT = '2026-10-12T08:20:00Z';
const law = (kind, norm, legal_basis, reason, hours) => ({
  kind,
  norm,
  legal_basis,
  reason,
  author: AUTHOR,
  at: AT,
  suspended: true,
  ...hours,
});
const own = (kind, legal_basis, reason, hours) => ({
  kind,
  legal_basis,
  reason,
  author: AUTHOR,
  at: AT,
  suspended: false,
  ...hours,
});

const rows = {
  '2026-03-08': [law('holiday', 'holidays', 'КЗпП, ст. 73', 'Міжнародний жіночий день')],
  '2026-05-01': [law('holiday', 'holidays', 'КЗпП, ст. 73', 'День праці')],
  '2026-08-24': [law('holiday', 'holidays', 'КЗпП, ст. 73', 'День незалежності України')],
  '2026-10-01': [law('holiday', 'holidays', 'КЗпП, ст. 73', 'День захисників і захисниць України')],
  '2026-11-28': [
    own('working', 'Наказ № 41 від 16.11.2026', 'Голосування за проєкти', { opens: '10:00', closes: '16:00' }),
  ],
  '2026-11-30': [
    own('extended', 'Наказ № 41 від 16.11.2026', 'Голосування за проєкти', { opens: '08:00', closes: '20:00' }),
  ],
  '2026-12-01': [
    own('extended', 'Наказ № 41 від 16.11.2026', 'Голосування за проєкти', { opens: '08:00', closes: '20:00' }),
  ],
  '2026-12-24': [
    own('short', 'Наказ № 44 від 20.11.2026', 'Роботи в мережі будівлі', { opens: '09:00', closes: '16:00' }),
    law('short', 'short', 'КЗпП, ст. 53', 'Різдво Христове', { opens: '09:00', closes: '17:00' }),
  ],
  '2026-12-25': [law('holiday', 'holidays', 'КЗпП, ст. 73', 'Різдво Христове')],
  '2026-12-31': [own('day_off', 'Розпорядження № 112', 'Вихідний перенесено на суботу 26 грудня')],
  '2026-12-26': [
    own('working', 'Розпорядження № 112', 'Відпрацювання за 31 грудня', { opens: '09:00', closes: '18:00' }),
  ],
};

function days(year) {
  const all = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const date = new Date(at).toISOString().slice(0, 10);
    const weekend = [0, 6].includes(new Date(at).getUTCDay());
    const rule = rows[date]?.find((row) => !row.suspended);
    const hours = rule
      ? rule.opens && { opens: rule.opens, closes: rule.closes }
      : !weekend && { opens: '09:00', closes: '18:00' };
    all.push({
      date,
      works: Boolean(hours),
      ...hours,
      ...(rule && { kind: rule.kind }),
      ...(rows[date] && { rows: rows[date] }),
    });
  }
  return all;
}

const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '09:00', closes: '18:00' }));
const line = (id, name, when, from, legal_basis, more) => ({
  id,
  name,
  ...when,
  from,
  legal_basis,
  reason: 'Початковий перелік',
  author: 'Початкові дані',
  at: AT,
  ...more,
});
const LAW = 'КЗпП, ст. 73';
const feasts = [
  line(1, 'Новий рік', { month: 1, day: 1 }, '2000-01-01', LAW),
  line(2, 'Міжнародний жіночий день', { month: 3, day: 8 }, '2000-01-01', LAW),
  line(3, 'Великдень', { after_easter: 0 }, '2000-01-01', LAW),
  line(
    4,
    'День пам’яті та перемоги над нацизмом у Другій світовій війні 1939–1945 років',
    { month: 5, day: 8 },
    '2023-06-15',
    `${LAW} (Закон № 3107-IX)`,
  ),
  line(5, 'День Перемоги', { month: 5, day: 9 }, '2000-01-01', LAW, {
    until: '2023-06-14',
    reason: 'Перенесено на 8 травня Законом № 3107-IX',
    author: AUTHOR,
  }),
  line(6, 'Трійця', { after_easter: 49 }, '2000-01-01', LAW),
];
export const calendar = {
  version: 12,
  feasts,
  year: 2026,
  today: '2026-11-23',
  days: days(2026),
  weeks: [
    {
      from: '2000-01-01',
      hours: weekdays,
      legal_basis: 'Регламент, п. 3.2.1',
      reason: 'Режим 9×5: робочі дні 09:00–18:00 без перерви',
      author: 'Регламент',
      at: AT,
    },
    {
      from: '2027-02-01',
      hours: [...weekdays, { weekday: 6, opens: '10:00', closes: '15:00' }],
      legal_basis: 'Наказ № 45',
      reason: 'Подання проєктів: працюємо щосуботи',
      author: AUTHOR,
      at: AT,
    },
  ],
  regimes: [
    {
      id: 1,
      name: 'Воєнний стан',
      from: '2022-02-24',
      suspends: [
        { norm: 'holidays', from: '2022-03-24' },
        { norm: 'transfer', from: '2022-03-24' },
        { norm: 'short', from: '2022-03-24', until: '2027-03-01' },
      ],
      legal_basis: 'Указ Президента України № 64/2022; Закон № 2136-IX, ст. 6, ч. 6',
      reason: 'Діє до рішення про припинення; строк уточнює адміністратор',
      author: 'Початкові дані',
      at: AT,
    },
  ],
  changes: [
    { at: AT, author: AUTHOR, summary: '24.12.2026: скорочений день, 09:00–16:00', reason: 'Роботи в мережі будівлі' },
    {
      at: '2026-10-02T07:00:00Z',
      author: AUTHOR,
      summary: 'законодавчі дні 2026 року: підтверджено 5, відхилено 0',
      reason: 'звірено з КЗпП',
    },
  ],
};

const feast = (date, kind, norm, name, on, state, hours) => ({
  date,
  kind,
  norm,
  feast: name,
  feast_on: on,
  legal_basis: { holidays: 'КЗпП, ст. 73', transfer: 'КЗпП, ст. 67, ч. 3', short: 'КЗпП, ст. 53' }[norm],
  state,
  suspended: true,
  ...hours,
});
const eve = { opens: '09:00', closes: '17:00' };
export const proposal = {
  version: 12,
  year: 2027,
  rows: [
    feast('2027-01-01', 'holiday', 'holidays', 'Новий рік', '2027-01-01', 'confirmed'),
    feast('2027-03-08', 'holiday', 'holidays', 'Міжнародний жіночий день', '2027-03-08', 'open'),
    feast('2027-04-30', 'short', 'short', 'День праці', '2027-05-01', 'rejected', eve),
    feast('2027-05-01', 'holiday', 'holidays', 'День праці', '2027-05-01', 'open'),
    feast('2027-05-02', 'holiday', 'holidays', 'Великдень', '2027-05-02', 'open'),
    feast('2027-05-03', 'day_off', 'transfer', 'День праці', '2027-05-01', 'open'),
    feast('2027-05-04', 'day_off', 'transfer', 'Великдень', '2027-05-02', 'open'),
  ],
};

const TABLE = [
  ['bug', 'critical', 60, 240],
  ['bug', 'high', 120, 960],
  ['bug', 'low', 240, 2160],
  ['feature', 'high', 60, 240],
  ['feature', 'low', 240, 5760],
  ['consultation', 'critical', 30, 240],
  ['consultation', 'high', 60, 960],
  ['consultation', 'low', 120, 2160],
];
const target = ([type, category, reaction_minutes, resolution_minutes], valid_from, reason, author) => ({
  type,
  category,
  reaction_minutes,
  resolution_minutes,
  valid_from,
  reason,
  author,
});
export const targets = [
  target(['consultation', 'low', 90, 1620], '2027-01-03T22:00:00Z', 'Рішення МРГ, протокол № 8', AUTHOR),
  ...TABLE.map((row) => target(row, '2000-01-01T00:00:00Z', 'Таблиця 1', 'Регламент')),
];
