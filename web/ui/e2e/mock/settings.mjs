// What administrators have decided of the figures that the regulation leaves open.
const AUTHOR = 'Шевчук Ірина';
const change = (value, valid_from, reason, at) => ({ value, valid_from, reason, author: AUTHOR, at });
const setting = (name, value, of, least, most, clause, changes = []) => ({
  name,
  value,
  default: of,
  least,
  most,
  clause,
  changes,
});
export const settings = {
  version: 3,
  settings: [
    setting('from_receipt', 0, 0, 0, 1, 'розд. 1 («Час реакції на звернення»), п. 3.2.2', [
      change(1, '2026-12-31T22:00:00Z', 'Рішення МРГ, протокол № 9 від 20.11.2026', '2026-11-20T13:05:00Z'),
    ]),
    setting('late_after_minutes', 15, 5, 1, 540, 'п. 4.15', [
      change(15, '2026-11-02T07:00:00Z', 'Наказ № 38: після переїзду пошта йде повільніше', '2026-11-02T07:00:00Z'),
      change(30, '2026-10-26T07:00:00Z', 'Переїзд поштового сервера', '2026-10-26T07:00:00Z'),
    ]),
    setting('pausing', 1, 1, 0, 1, 'п. 4.8, 4.14'),
    setting('reopen_days', 5, 5, 1, 60, 'розд. 1 («День», «Система обліку звернень»)'),
    setting('erase_within_days', 30, 30, 1, 90, 'п. 4.3'),
  ],
};
