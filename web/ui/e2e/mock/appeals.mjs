// The page of one appeal: as it stands, and with each of its forms.
import { agentScene } from './desk.mjs';
import { callScenes } from './talks.mjs';
import { fresh, inWork, taken, waiting } from './tickets.mjs';

const page = (ticket, more) => agentScene({}, { path: '/tickets/123', ticket, ...more });
const { call, listens } = callScenes.replay;

export const appealScenes = {
  ticket: page(inWork),
  'ticket-replay': page(inWork, { call, listens, act: 'hearTalk' }),
  'ticket-waiting': page(waiting),
  'ticket-classify': page(fresh, { act: 'classify' }),
  'ticket-hand-over': page(inWork, { act: 'handOver' }),
  'ticket-taken': page(fresh, { act: 'take', refusal: taken }),
};
