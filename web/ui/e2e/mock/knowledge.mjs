// The FAQ, ready answers and downtimes as pictures show them. Everybody here is invented.
const topics = [
  { code: 'digital_signature', name: 'Авторизація через ЕЦП' },
  { code: 'bankid_privat24', name: 'Авторизація через BankID Приват 24' },
  { code: 'bankid_nbu', name: 'Авторизація через BankID НБУ (Ощадбанк, Радабанк)' },
  { code: 'gbk_application', name: 'Формування заявки в кандидати ГБК' },
  { code: 'gbk_moderation', name: 'Модерація кандидатів в ГБК' },
  { code: 'rework', name: 'Доопрацювання системи' },
  { code: 'other', name: 'Інше' },
];
const base = { links: [], position: 0, published: true, uses: 0, version: 3, changed_by: 'Мельник Андрій' };
const questions = [
  {
    ...base,
    id: 1,
    kind: 'question',
    process: 'bankid_nbu',
    title: 'Як увійти через BankID, якщо мого банку немає у списку?',
    text: 'BankID НБУ працює через Ощадбанк, Радабанк та інші банки, приєднані до системи.\nЯкщо вашого банку у списку немає, скористайтеся електронним підписом або Дія.Підписом.',
    links: [
      { title: 'Перелік банків BankID НБУ', url: 'https://id.bank.gov.ua/banks' },
      { title: 'Інструкція зі входу', url: 'https://gb.kyivcity.gov.ua/help/login' },
    ],
    uses: 41,
    changed_at: '2026-11-20T08:12:00Z',
  },
  {
    ...base,
    id: 2,
    kind: 'question',
    title: 'Чому мій голос не зараховано?',
    text: 'Голос зараховують після перевірки даних. Якщо за цим документом уже голосували, система повідомить про це одразу.',
    uses: 12,
    changed_at: '2026-11-12T14:40:00Z',
  },
  {
    ...base,
    id: 3,
    kind: 'question',
    process: 'gbk_application',
    title: 'Які документи потрібні кандидатові до ГБК?',
    text: 'Перелік документів наведено в Положенні. Заповніть форму й додайте скани у форматі PDF.',
    published: false,
    changed_at: '2026-11-22T09:00:00Z',
  },
];
const answers = [
  {
    ...base,
    id: 11,
    kind: 'answer',
    process: 'bankid_privat24',
    title: 'Помилка авторизації Приват 24',
    text: 'Вітаємо, {{ім’я}}! Ваше звернення {{номер}} передано технічним фахівцям. Орієнтовний строк — до {{строк}}. Поки що спробуйте увійти в режимі інкогніто.',
    links: [{ title: 'Як відкрити режим інкогніто', url: 'https://support.google.com/chrome/answer/95464' }],
    uses: 87,
    changed_at: '2026-11-19T10:05:00Z',
  },
  {
    ...base,
    id: 12,
    kind: 'answer',
    title: 'Де подивитися стан проєкту',
    text: 'Стан проєкту видно в особистому кабінеті, розділ «Мої проєкти».',
    uses: 1,
    changed_at: '2026-11-01T11:00:00Z',
  },
];
const variables = ['ім’я', 'номер', 'строк'];
const reference = {
  support_email: 'support.gb@kyivcity.gov.ua',
  support_phone: '+380443668012',
  mrg_email: 'mrg@kyivcity.gov.ua',
  gbk_email: 'gbk@kyivcity.gov.ua',
  facebook_group: 'Громадський бюджет. Спільно',
  facebook_account: 'Іван Розумовський',
  facebook_account_id: '100026334363737',
};
const changes = [
  { at: '2026-11-20T08:12:00Z', by: 'Мельник Андрій', what: 'changed' },
  { at: '2026-10-02T07:30:00Z', by: 'Бондар Олена', what: 'created' },
];

const works = { works: '', overdue: false, agreed_by: '', author: 'Мельник Андрій', version: 2, protected: [] };
const downtimes = [
  {
    ...works,
    id: 5,
    kind: 'planned',
    title: 'Оновлення модуля голосування',
    works: 'Встановлення версії 4.2, перевірка лічильника голосів.',
    starts_at: '2026-12-05T18:00:00Z',
    ends_at: '2026-12-06T01:00:00Z',
    state: 'draft',
    agreed_by: 'Департамент ІКТ, лист № 071-412 від 16.11.2026',
    prompt: 'works',
    protected: ['Голосування за проєкти'],
    changed_at: '2026-11-23T07:00:00Z',
  },
  {
    ...works,
    id: 4,
    kind: 'planned',
    title: 'Технічне обслуговування серверів',
    works: 'Заміна дисків.',
    starts_at: '2026-11-25T20:00:00Z',
    ends_at: '2026-11-26T02:00:00Z',
    state: 'approved',
    agreed_by: 'МРГ, протокол № 14',
    approver: 'Гнатюк Степан Олегович',
    approved_at: '2026-11-20T13:00:00Z',
    changed_at: '2026-11-20T13:00:00Z',
  },
  {
    ...works,
    id: 3,
    kind: 'emergency',
    title: 'Не працює вхід через BankID НБУ',
    works: 'Ощадбанк відновлює сертифікат.',
    starts_at: '2026-11-23T07:40:00Z',
    ends_at: '2026-11-23T09:00:00Z',
    state: 'running',
    overdue: true,
    prompt: 'outage',
    changed_at: '2026-11-23T07:45:00Z',
  },
  {
    ...works,
    id: 2,
    kind: 'planned',
    title: 'Перенесення бази даних',
    starts_at: '2026-11-15T20:00:00Z',
    ends_at: '2026-11-16T01:00:00Z',
    state: 'cancelled',
    ended_at: '2026-11-14T12:00:00Z',
    why: 'Постачальник не встиг.',
    agreed_by: 'Департамент ІКТ',
    changed_at: '2026-11-14T12:00:00Z',
  },
  {
    ...works,
    id: 1,
    kind: 'planned',
    title: 'Оновлення сертифікатів',
    works: 'Планова заміна.',
    starts_at: '2026-11-04T20:00:00Z',
    ends_at: '2026-11-04T21:30:00Z',
    state: 'done',
    agreed_by: 'Департамент ІКТ',
    approver: 'Гнатюк Степан Олегович',
    approved_at: '2026-11-02T10:00:00Z',
    changed_at: '2026-11-02T10:00:00Z',
  },
];
const rules = {
  version: 4,
  limit: { works: 4, period: 'month' },
  periods: [
    { id: 1, name: 'Голосування за проєкти', from: '2026-12-01', to: '2026-12-15' },
    { id: 2, name: 'Подання кандидатів до ГБК', from: '2027-02-01', to: '2027-02-14' },
  ],
  responsibles: [
    {
      id: 1,
      name: 'Гнатюк Степан Олегович',
      position: 'голова МРГ',
      contact: 's.hnatiuk@example.gov.ua',
      active: true,
    },
    { id: 2, name: 'Лисенко Марія', position: 'Департамент ІКТ', contact: '', active: false },
  ],
  prompts: [
    {
      name: 'outage',
      words:
        'Система «Громадський бюджет» тимчасово недоступна через аварію. Фахівці вже працюють над відновленням. Якщо ваше запитання інше, залишайтеся на лінії.',
      active: true,
    },
    {
      name: 'works',
      words:
        'Зараз тривають планові роботи в системі «Громадський бюджет», вона може бути недоступна. Якщо ваше запитання інше, залишайтеся на лінії.',
      active: true,
    },
  ],
};

const rest = {
  '/articles': { articles: questions, topics, variables },
  '/articles/1/changes': changes,
  '/articles/11/changes': changes,
  '/faq': { questions: questions.filter(({ published }) => published), topics },
  '/reference': reference,
  '/downtimes': { downtimes, server_now: '2026-11-23T09:14:30Z' },
  '/downtimes/running': downtimes.filter(({ state }) => state === 'running'),
  '/downtime-rules': rules,
  '/downtimes/3/changes': changes,
};
const calm = { ...rest, '/downtimes/running': [] };

/** Scenes by name; chief and keeper are who looks: a supervisor with a desk, an administrator; desk is an agent's in a talk. */
export const knowledgeScenes = ({ chief, keeper, talk }) => ({
  faq: { session: null, path: '/faq', rest: calm, act: 'question' },
  'faq-nothing': { session: null, path: '/faq?q=собака', rest: { ...calm, '/faq': { questions: [], topics } } },
  knowledge: { ...chief, path: '/knowledge', rest: calm },
  'knowledge-answers': {
    ...chief,
    path: '/knowledge?tab=answer',
    rest: { ...calm, '/articles': { articles: answers, topics, variables } },
    act: 'article',
  },
  'knowledge-reference': { ...keeper, path: '/knowledge?tab=reference', rest: calm },
  answers: {
    ...talk,
    rest: { ...rest, '/articles': { articles: [...answers, ...questions], topics, variables } },
    act: 'answers',
  },
  downtime: { ...chief, path: '/downtime', rest },
  'downtime-empty': {
    ...keeper,
    path: '/downtime',
    rest: { ...calm, '/downtimes': { downtimes: [], server_now: '2026-11-23T09:14:30Z' } },
  },
  'downtime-new': {
    ...chief,
    path: '/downtime',
    rest: calm,
    act: 'works',
    refuses: {
      '/downtimes': {
        status: 422,
        code: 'invalid',
        title: 'Перевірте введене',
        detail: 'Планові роботи проводять лише з 19:00 до 08:00 за Києвом (Регламент, п. 3.2.4).',
        fields: { starts_at: 'Планові роботи проводять лише з 19:00 до 08:00 за Києвом (Регламент, п. 3.2.4).' },
      },
    },
  },
  'downtime-approve': { ...chief, path: '/downtime', rest: calm, act: 'approve' },
  'downtime-rules': { ...keeper, path: '/downtime?tab=rules', rest: calm },
});
