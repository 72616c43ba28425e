// Who is in the pictures. Everybody here is invented.
import { NOW } from './now.mjs';

export const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();
export const agentSession = {
  user_id: 7,
  login: 'koval',
  name: 'Коваль Параска',
  role: 'agent',
  service: 'information',
};
export const chiefSession = { user_id: 3, login: 'melnyk', name: 'Мельник Андрій', role: 'supervisor' };
export const keeperSession = { user_id: 1, login: 'admin', name: 'Шевчук Ірина', role: 'administrator' };
export const person = {
  id: 41,
  name: 'Петренко Оксана Василівна',
  kind: 'person',
  group: 'external',
  phones: ['+380441234567'],
  email: 'o.petrenko@example.com.ua',
  login: 'o.petrenko',
};
export const neighbours = [
  person,
  {
    id: 42,
    name: 'Петренко Богдан Іванович',
    kind: 'person',
    group: 'external',
    phones: ['+380441234567'],
    login: 'b.petrenko',
  },
  { id: 43, name: 'ОСББ «Каштан»', kind: 'organisation', group: 'external', phones: ['+380441234567'] },
];
export const breaks = [
  { reason: 'lunch', name: 'Обід', position: 1, retired: false },
  { reason: 'rest', name: 'Відпочинок', position: 2, retired: false },
  { reason: 'yoga', name: 'Руханка для очей', position: 3, retired: false },
  { reason: 'technical', name: 'Технічна', position: 4, retired: true },
];
