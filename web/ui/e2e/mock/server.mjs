// The built desktop before a server that only pretends: fixtures for pictures and accessibility checks. Not used in tests
// of behaviour, which run against hotline itself.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer } from 'ws';
import { answerApplicants } from './applicants.mjs';
import { assignees, classes } from './classes.mjs';
import { acted, counts, exported, imported, imports, notices } from './lists.mjs';
import { audioOf, peaksOf } from './sound.mjs';

const root = new URL('../../dist/app/', import.meta.url).pathname;
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const NONCE = 'bW9jaw';
const CSP = `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${NONCE}'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'`;

/** Serves one scene; answers with its address and a way to stop and to change what is pushed. */
export async function serve(scene) {
  const server = createServer((request, response) => {
    answer(scene, request, response).catch((error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/api/v1/ws') {
      socket.destroy(); // no SIP here
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.send(JSON.stringify({ v: 1, type: 'desk', desk: scene.desk }));
      client.on('message', (text) => scene.frames?.push(JSON.parse(String(text))));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    push: (desk) => {
      for (const client of sockets.clients) client.send(JSON.stringify({ v: 1, type: 'desk', desk }));
    },
    stop: () => {
      for (const client of sockets.clients) client.terminate();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(scene, request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://mock');
  const json = (body, status = 200) => {
    response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  const path = pathname.replace(/^\/api\/v1/, '');
  if (path === pathname) return file(pathname, response);
  if (path === '/session' && request.method === 'GET')
    return scene.session ? json(scene.session) : json({ status: 401, code: 'login', title: 'Увійдіть' }, 401);
  if (path === '/session' && request.method === 'POST')
    return json(
      {
        status: 401,
        code: 'wrong_password',
        title: 'Не вдалося увійти',
        detail: 'Логін або пароль неправильний. Перевірте розкладку клавіатури.',
      },
      401,
    );
  const own = { '/downtimes/running': [], ...scene.rest }[path];
  if (own !== undefined && request.method === 'GET') return json(own);
  const refused = scene.refuses?.[path];
  if (refused && request.method !== 'GET') return json(refused, refused.status);
  if (path === '/desk') return json(scene.desk);
  if (path === '/desk/phone')
    return json({ phone: 'browser', uri: 'sip:a7w@hotline', username: 'a7w', password: 'mock', registrar: '/sip' });
  if (path === '/desk/breaks') return json(scene.breaks);
  if (path === '/desk/colleagues') return json(scene.colleagues ?? []);
  if (path === '/destinations') return json(scene.destinations ?? []);
  if (path === '/search') return scene.fault ? json(scene.fault, scene.fault.status) : json(scene.found);
  if (path === '/notifications') return json(scene.inbox ?? { unread: 0, lines: [] });
  if (path === '/webhooks' && request.method === 'POST') return json(scene.made, 201);
  if (path === '/webhooks') return json(scene.webhooks ?? []);
  if (/^\/webhooks\/\d+\/deliveries$/.test(path)) return json(scene.deliveries ?? []);
  if (path === '/outbox') return json(scene.outbox ?? []);
  if (path === '/hall') return json(scene.hall);
  if (path === '/calendar') return json(scene.calendar);
  if (path.startsWith('/calendar/proposals/')) return json(scene.proposal);
  if (path === '/calendar/days')
    return json(
      {
        status: 422,
        code: 'invalid',
        title: 'Перевірте введене',
        detail:
          'Дні, що минули, змінити не можна: за ними вже пораховано строки. Оберіть сьогоднішній або пізніший день.',
        fields: {
          from: 'Дні, що минули, змінити не можна: за ними вже пораховано строки. Оберіть сьогоднішній або пізніший день.',
        },
      },
      422,
    );
  if (path === '/targets') return json(scene.targets);
  if (path === '/settings') return json(scene.settings ?? { version: 0, settings: [] });
  if (path === '/routing') return json(scene.routing);
  if (answerApplicants(scene, path, json)) return;
  if (path === '/calls') return json({ calls: scene.calls ?? [] });
  if (/^\/calls\/[^/]+$/.test(path)) return json(scene.call);
  if (path === '/ticket-status') return json(scene.status);
  if (path === '/tickets') return json({ tickets: scene.rows ?? [], server_now: scene.desk.server_now });
  if (path === '/ticket-counts') return json(counts);
  if (path === '/ticket-exports') return json(exported);
  if (path === '/ticket-imports') return json(request.method === 'POST' ? imported : imports);
  if (path === '/ticket-acts') return json(acted);
  if (path === '/notices') {
    const service = searchParams.get('service');
    return json({ notices: notices.filter((one) => !service || one.service === service) });
  }
  if (path === '/classes') return json(classes);
  if (path === '/assignees') return json(assignees);
  if (/^\/tickets\/\d+$/.test(path)) return json(scene.ticket);
  if (/^\/tickets\/\d+\/acts\/.+$/.test(path)) return json(scene.refusal, scene.refusal.status);
  if (/^\/tickets\/\d+\/draft$/.test(path))
    return scene.conflict
      ? json({ status: 409, code: 'draft_conflict', title: 'Чернетку змінено' }, 409)
      : json({ text: '', version: 9, saved_at: scene.desk.server_now });
  if (/^\/recordings\/[^/]+\/listens$/.test(path))
    return request.method === 'POST'
      ? json(
          {
            id: scene.listens[0].id,
            audio_url: '/api/v1/listens/x/audio',
            peaks_url: '/api/v1/listens/x/peaks',
            duration_ms: 184_000,
          },
          201,
        )
      : json(scene.listens ?? []);
  if (path.endsWith('/peaks')) return json(peaksOf(184));
  if (path.endsWith('/audio')) {
    const sound = audioOf(184);
    const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(request.headers.range ? 206 : 200, {
      'content-type': 'audio/wav',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${from}-${sound.length - 1}/${sound.length}`,
      'content-length': sound.length - from,
    });
    return response.end(sound.subarray(from));
  }
  response.writeHead(204).end();
}

async function file(pathname, response) {
  const name = normalize(pathname).replace(/^\/+/, '');
  const asset = name.startsWith('assets/') || name === 'favicon.svg'; // a call's id has dots, too
  try {
    let bytes = await readFile(join(root, asset ? name : 'index.html'));
    if (!asset) bytes = String(bytes).replaceAll('__CSP_NONCE__', NONCE);
    response.writeHead(200, {
      'content-type': TYPES[asset ? extname(name) : '.html'] ?? 'application/octet-stream',
      'content-security-policy': CSP,
    });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
