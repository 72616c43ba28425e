// What is done on a page before its picture is taken; a scene names it.
export const acts = {
  login: async (page) => {
    await page.getByTestId('login').fill('koval');
    await page.getByTestId('password').fill('wrong');
    await page.getByTestId('login-submit').click();
    await page.getByTestId('login-fault').waitFor();
  },
  classify: async (page) => {
    await page.getByTestId('act-classify').click();
    await page.getByTestId('type-bug').click();
    await page.getByTestId('category-critical').click();
  },
  consult: async (page) => {
    await page.getByTestId('act-consult').click();
    await page.getByTestId('field-text').waitFor();
  },
  handOver: async (page) => {
    await other(page, 'hand_over');
    await page.getByTestId('field-unit').waitFor();
  },
  close: async (page) => {
    await page.getByTestId('act-close').click();
    await pick(page, 'close_reason', 'Вирішити неможливо');
    await page.getByTestId('act-submit').click();
    await page.getByText('Поясніть докладніше').waitFor();
  },
  closeOwed: async (page) => {
    await page.getByTestId('act-close').click();
    await page.getByTestId('close-owed').waitFor();
  },
  knownSince: (page) => page.getByTestId('known-since').waitFor(),
  closeUntold: async (page) => {
    await page.getByTestId('act-close').click();
    await page.getByTestId('close-untold').waitFor();
  },
  closeMrg: async (page) => {
    await page.getByTestId('act-close').click();
    await page.getByTestId('act-submit').click();
    await page.getByText('Вкажіть прізвище').waitFor();
  },
  handWishOver: async (page) => {
    await other(page, 'hand_over');
    await pick(page, 'unit', 'Служба технічного супроводу системи');
    await page.getByTestId('act-submit').click();
    await page.getByText('Вкажіть номер протоколу').waitFor();
  },
  handToMrg: async (page) => {
    await other(page, 'hand_over');
    await pick(page, 'unit', 'Міська робоча група (МРГ)');
    await page.getByTestId('field-responsible').waitFor();
  },
  moveLine: async (page) => {
    await other(page, 'classify');
    await pick(page, 'service', 'Організаційна підтримка користувачів');
    await page.getByTestId('act-submit').click();
    await page.getByText('Вкажіть причину').waitFor();
  },
  hold: async (page) => {
    await other(page, 'hold');
    await page.getByTestId('field-reason').fill('Судова справа № 757/1234/26, до рішення');
  },
  take: async (page) => {
    await page.getByTestId('act-take').click();
    await page.getByTestId('ticket-fault').waitFor();
  },
  bulk: async (page) => {
    await page.getByRole('checkbox').nth(1).check({ force: true });
    await page.getByRole('checkbox').nth(2).check({ force: true });
    await page.getByTestId('bulk-extend_term').click();
    await page.getByTestId('bulk-send').click(); // without hours
    await page.getByText('Вкажіть число годин').waitFor();
  },
  acted: async (page) => {
    await page.getByRole('checkbox').nth(1).check({ force: true });
    await page.getByTestId('bulk-expedite').click();
    await page.getByTestId('bulk-send').click();
    await page.getByTestId('bulk-done').waitFor();
  },
  exporting: async (page) => {
    await page.getByTestId('export').click();
    await page.getByText('найближчий строк спочатку').first().waitFor();
  },
  importing: async (page) => {
    await page.getByTestId('import').click();
    await acts.bringing(page);
  },
  bringing: async (page) => {
    await page
      .getByTestId('import-file')
      .setInputFiles({ name: 'грудень.csv', mimeType: 'text/csv', buffer: Buffer.from('x') });
    await page.getByTestId('import-faults').waitFor();
  },
  history: (page) => page.getByTestId('tab-history').click(),
  conflict: async (page) => {
    await page.getByTestId('note').fill('Помилка 500 на сторінці проєкту № 214, браузер Chrome.');
    await page.getByTestId('note').blur();
    await page.getByTestId('note-conflict').waitFor();
  },
  applicant: async (page) => {
    await page.getByTestId('other-person').click();
    await page.getByRole('dialog').waitFor();
  },
  menu: async (page) => {
    await page.getByTestId('state-menu').click();
    await page.getByRole('menu').waitFor();
  },
  wrapBreak: async (page) => {
    await page.getByTestId('done-break').click();
    await page.getByRole('menu').waitFor();
  },
  transfer: async (page) => {
    await page.keyboard.press('F9');
    await page.getByTestId('colleague-12').waitFor();
  },
  join: async (page) => {
    await page.getByTestId('supervise-8').click();
    await page.getByTestId('mode-whisper').click();
    await page.getByTestId('supervise-start').click(); // without a reason
    await page.getByText('Опишіть причину').waitFor();
  },
  order: async (page) => {
    await page.getByTestId('state-16').click();
    await page.getByTestId('order-state').waitFor();
  },
  duty: async (page) => {
    await page.getByTestId('duties-12').click();
    await page.getByTestId('after-information').waitFor();
  },
  dropRule: async (page) => {
    await page.getByTestId('skills-english').click();
    await page.getByTestId('rule-drop').click();
    await page.getByRole('alert').or(page.getByRole('status')).first().waitFor();
  },
  bell: async (page) => {
    await page.getByTestId('bell-count').waitFor();
    await page.getByTestId('bell').click();
    await page.getByTestId('inbox-6').waitFor();
  },
  newHook: async (page) => {
    await page.getByTestId('hook-add').click();
    await page.getByTestId('hook-url').fill('https://hooks.example.com.ua/gb');
    await page.getByTestId('event-ticket.closed').check();
  },
  staleHook: async (page) => {
    await page.getByTestId('change-1').click();
    await page.getByTestId('hook-note').fill('Аналітика й відкриті дані');
    await page.getByTestId('rule-save').click();
    await page.getByText('Це щойно змінили').waitFor();
  },
  hookSecret: async (page) => {
    await page.getByTestId('hook-add').click();
    await page.getByTestId('hook-url').fill('https://hooks.example.com.ua/gb');
    await page.getByTestId('event-ticket.closed').check();
    await page.getByTestId('rule-save').click();
    await page.getByTestId('secret').waitFor();
  },
  quick: async (page) => {
    await page.keyboard.press('Control+KeyK');
    await page.getByTestId('quick-text').fill('проєкт');
    await page.getByRole('option').last().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  changeDay: async (page) => {
    await page.getByTestId('change-day').click();
    await page.getByTestId('rule-save').click();
    await page.getByRole('alert').waitFor();
  },
  regime: (page) => page.getByTestId('regime-change-1').click(),
  week: (page) => page.getByTestId('week-new').click(),
  feast: (page) => page.getByTestId('feast-change-6').click(),
  setting: (page) => page.getByTestId('change-late_after_minutes').click(),
  target: (page) => page.getByTestId('target-bug-critical').click(),
  reason: async (page) => {
    await page.getByTestId('listen').click();
    await page.getByTestId('reason').waitFor();
  },
  editApplicant: async (page) => {
    await page.getByTestId('applicant-edit').click();
    await page.getByRole('dialog').waitFor();
  },
  mergeApplicants: async (page) => {
    await page.getByTestId('merge-57').click();
    await page.getByText('перейдуть 2 звернення').waitFor();
  },
  restrictApplicant: async (page) => {
    await page.getByTestId('applicant-restrict').click();
    await page.getByTestId('card-reason').waitFor();
  },
  proof: async (page) => {
    await page.getByTestId('check-object').click();
    await page.locator('[data-outcome=match]').waitFor();
  },
  question: (page) => page.getByTestId('faq-question').first().locator('summary').click(),
  article: async (page) => {
    await page.getByTestId('edit-11').click();
    await page.getByTestId('article-text').waitFor();
    await page.getByText('Зміни', { exact: true }).waitFor();
  },
  answers: async (page) => {
    await page.getByTestId('answers').click();
    await page.getByTestId('answer-11').waitFor();
  },
  works: async (page) => {
    await page.getByTestId('add-planned').click();
    await page.getByTestId('downtime-title').fill('Оновлення модуля голосування');
    await page.getByTestId('downtime-starts').fill('2026-12-20T15:00');
    await page.getByTestId('downtime-ends').fill('2026-12-20T18:00');
    await page.getByTestId('downtime-save').click();
    await page.getByText('Планові роботи проводять лише').last().waitFor();
  },
  approve: async (page) => {
    await page.getByTestId('approve-5').click();
    await page.getByTestId('approver').waitFor();
  },
  replay: (page) => hear(page, 'listen'),
  hearTalk: (page) => hear(page, 'talk-listen'),
};

async function other(page, act) {
  await page.getByTestId('more-acts').click();
  await page.getByTestId(`act-${act}`).click();
}

async function pick(page, field, name) {
  await page.getByTestId(`field-${field}`).click();
  await page.getByRole('option', { name, exact: true }).click();
}

async function hear(page, button) {
  await page.getByTestId(button).click();
  await page.getByTestId('reason').fill('Контроль якості');
  await page.getByTestId('listen-start').click();
  await page.getByTestId('player').waitFor();
  await page.waitForFunction(() => document.querySelector('.wave-box > div')?.shadowRoot?.querySelector('canvas'));
}
