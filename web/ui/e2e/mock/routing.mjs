// The rules of routing.
import { chief } from './desk.mjs';
import { at, keeperSession } from './people.mjs';

const routing = {
  skills: [
    { skill: 'english', name: 'Англійська мова', wait_s: 60 },
    { skill: 'voting', name: 'Голосування та підписи', wait_s: 120 },
  ],
  breaks: [
    { reason: 'lunch', name: 'Обід', position: 1, retired: false },
    { reason: 'training', name: 'Навчання', position: 2, retired: false },
    { reason: 'smoke', name: 'Перекур', position: 3, retired: true },
  ],
  dialled: [{ number: '+380443668013', service: 'organisation' }],
  callers: [
    {
      number: '+380442022222',
      priority: 7,
      skill: 'voting',
      reason: 'Чергова частина КМДА',
      author: 'Шевчук Ірина',
      at: at(-9 * 86400),
    },
  ],
  agents: [
    {
      agent_id: 7,
      name: 'Коваль Параска',
      service: 'information',
      skills: [
        { skill: 'english', level: 1 },
        { skill: 'voting', level: 3 },
      ],
      helps: [],
    },
    {
      agent_id: 12,
      name: 'Ткаченко Іван',
      service: 'organisation',
      skills: [],
      helps: [{ service: 'information', after_s: 90 }],
    },
  ],
};

export const routingScenes = {
  routing: { ...chief, path: '/routing', routing },
  'routing-edit': { session: keeperSession, path: '/routing', routing },
  'routing-duty': { session: keeperSession, path: '/routing', routing, act: 'duty' },
  'routing-drop': { session: keeperSession, path: '/routing', routing, act: 'dropRule' },
};
