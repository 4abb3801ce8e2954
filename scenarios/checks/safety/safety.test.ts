import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, session } from '../testing.ts';
import { connect, connected, hello, socketOf } from '../web/testing.ts';
import { accessKept } from './access-kept.ts';
import { malformedRefused } from './malformed-refused.ts';
import { noSecretShown } from './no-secret-shown.ts';

const params = { sessionId: 's1' };
const as = (h: HistoryBuilder, caller: string) => h.report('caller:x', 'caller', { caller, expect: 'access' });
const ask = (h: HistoryBuilder, status: number) =>
  h.call('caller:x', 'getSession', { params }, status, status === 200 ? session() : { code: 'x' });

judgeCases(accessKept, [
  [
    'passes what the table says',
    (h) => {
      as(h, 'user');
      ask(h, 200);
      as(h, 'foreign user');
      ask(h, 404);
      as(h, 'nobody');
      h.send('caller:x', 'events').answer(401, { code: 'unauthenticated' });
    },
  ],
  [
    'fails when an expired token is a fault of the target',
    (h) => {
      as(h, 'expired token');
      return [ask(h, 500)];
    },
    /getSession by expired token was answered 500 instead of 401/,
  ],
  [
    'fails when anybody may open the socket',
    (h) => {
      as(h, 'own vm-agent');
      const { op } = h.socket('caller:x');
      return [h.events.findIndex((event) => 'op' in event && event.op === op)];
    },
    /events by own vm-agent was answered 101 instead of 403/,
  ],
  [
    'fails when a token may post to another session of the project',
    (h) => {
      h.order();
      const token = 'secret-token-of-w1';
      return [h.call('vm-agent', 'appendMessages', { params: { sessionId: 's2' }, token }, 200, { results: [] })];
    },
    /VM agent of workspace w1 did appendMessages on session s2, which is not its own/,
  ],
  [
    'passes a workspace that is linked by hand, a request that was broken, and one that is not for the table',
    (h) => {
      as(h, 'user');
      const step = h.send('caller:x', 'getSession', { params });
      h.fault('database-failed', step.op);
      step.answer(503, { code: 'unavailable' });
      h.report('caller:x', 'caller', { caller: 'user' });
      ask(h, 400);
      h.order();
      h.call(
        'frontend',
        'linkWorkspace',
        { params: { sessionId: 's2' } },
        200,
        session({ sessionId: 's2', workspaceId: 'w1' }),
      );
      h.call(
        'vm-agent',
        'getSession',
        { params: { sessionId: 's2' }, token: 'secret-token-of-w1' },
        200,
        session({ sessionId: 's2' }),
      );
    },
  ],
]);

const makes = (h: HistoryBuilder, role: object, token: string) =>
  h.call('harness', 'createToken', { body: { projectId: 'p1', expiresInSeconds: 60, ...role } }, 201, { token });
const alice = { role: 'user', userId: 'alice' };

judgeCases(accessKept, [
  [
    'fails when an expired token is good for a request',
    (h) => {
      makes(h, alice, 'alice');
      h.wait(61_000);
      return [h.call('frontend', 'getSession', { params, token: 'alice' }, 200, session())];
    },
    /getSession was answered 200, though its token had expired/,
  ],
  [
    'fails when an expired token is good for a subscription',
    (h) => {
      makes(h, alice, 'token-of-frontend');
      const line = h.socket('frontend');
      h.wait(61_000);
      const asked = line.says({ type: 'subscribe', sessionId: null, after: null }) + 1;
      return [asked, line.hears({ type: 'subscribed', sessionId: null, cursor: 0 })];
    },
    /frontend was given a subscription, though its token had expired/,
  ],
  [
    'passes what an expired token is refused, and what it got before',
    (h) => {
      makes(h, alice, 'token-of-frontend');
      const line = h.socket('frontend');
      line.says({ type: 'subscribe', sessionId: null, after: null });
      line.hears({ type: 'subscribed', sessionId: null, cursor: 0 });
      h.wait(61_000);
      line.says({ type: 'subscribe', sessionId: null, after: 0 });
      line.hears({ type: 'error', code: 'token_expired', detail: '' });
      h.call('frontend', 'listSessions', {}, 401, { code: 'token_expired' });
      h.call('frontend', 'describe', {}, 200, {});
    },
  ],
  [
    'fails when a user writes as the agent',
    (h) => {
      makes(h, alice, 'token-of-frontend');
      makes(h, { role: 'vm-agent', workspaceId: 'w1' }, 'w1-token');
      h.order();
      h.call('vm-agent', 'getSession', { params, token: 'w1-token' }, 200, session());
      return [h.append('frontend', 's1', [{ messageId: 'm2', role: 'assistant', content: 'x' }], ['stored'])];
    },
    /A user wrote message m2 as assistant/,
  ],
  [
    'fails when a VM agent links a workspace that is not its own',
    (h) => {
      const { sent } = h.order();
      const link = { params, body: { workspaceId: 'w2' }, token: 'secret-token-of-w1' };
      const answered = h.call('vm-agent', 'linkWorkspace', link, 200, session({ workspaceId: 'w2' }));
      return [answered, answered].filter((event) => event > sent);
    },
    /The VM agent of workspace w1 linked workspace w2, which is not its own/,
  ],
]);

const wrong = (h: HistoryBuilder, status: number, body: unknown) =>
  h.call('caller:x', 'submitTask', { headers: { 'idempotency-key': 'k1' }, body: { message: 7 } }, status, body);

judgeCases(malformedRefused, [
  [
    'passes refusals and error frames, and a socket that goes on',
    (h) => {
      wrong(h, 400, { code: 'malformed_request' });
      h.call('caller:x', 'listTasks', { query: 'limit=0' }, 400, { code: 'malformed_request' });
      h.call('caller:x', 'getTask', { path: '/v1/nowhere' }, 404, { code: 'not_found' });
      const line = h.socket('caller:x');
      line.says('no frame');
      line.hears({ type: 'error', code: 'malformed_frame', detail: '' });
      line.says({ type: 'ping' });
      line.hears({ type: 'pong' });
      h.observe({});
    },
  ],
  [
    'fails when nonsense is accepted',
    (h) => [wrong(h, 201, {})],
    /malformed submitTask \(its body is not as the contract says\) was answered 201/,
  ],
  ['fails when nonsense breaks the target', (h) => [wrong(h, 500, 'oops')], /was answered 500 without a problem/],
  [
    'fails when a NUL character is accepted',
    (h) => [
      h.call('caller:x', 'submitTask', { headers: { 'idempotency-key': 'k1' }, body: { message: 'a\0' } }, 201, {}),
    ],
    /NUL character/,
  ],
  [
    'fails when a malformed frame closes the socket',
    (h) => {
      const line = h.socket('caller:x');
      const said = line.says({ type: 'shout' });
      return [said + 1, line.close('target')];
    },
    /socket of caller:x was closed after a malformed frame/,
  ],
  [
    'fails when a malformed frame is met with silence',
    (h) => [h.socket('caller:x').says({ type: 'shout' }) + 1],
    /malformed frame of caller:x got no error/,
  ],
  [
    'fails for silence also where the socket is closed after the end',
    (h) => {
      const line = h.socket('caller:x');
      const said = line.says({ type: 'shout' });
      h.observe({});
      line.close('caller:x');
      return [said + 1];
    },
    /malformed frame of caller:x got no error/,
  ],
  [
    'fails when a malformed frame on a live socket is met with silence',
    (h) => [socketOf(h, 'caller:x').says({ type: 'shout' }) + 1],
    /malformed frame of caller:x got no error/,
  ],
  [
    'fails when a malformed frame closes a live socket',
    (h) => {
      const line = connect(h, null, 'caller:x');
      const said = line.says({ type: 'send', sessionId: 7 });
      return [said + 1, line.close('target', 1011) - 1];
    },
    /socket of caller:x was closed after a malformed frame/,
  ],
  [
    'passes a live socket that answers and goes on, before and after connected',
    (h) => {
      const line = socketOf(h, 'caller:x');
      line.says({ type: 'shout' });
      line.hears({ type: 'error', code: 'not_connected', detail: '' });
      line.says(hello());
      line.hears(connected());
      line.says({ type: 'shout' });
      line.hears({ type: 'error', code: 'malformed_frame', detail: '' });
      line.says({ type: 'ping' });
      line.hears({ type: 'pong' });
      h.observe({});
    },
  ],
  [
    'does not judge a request that was broken, right ones, or a socket broken by a fault',
    (h) => {
      const step = h.send('caller:x', 'submitTask', { body: {} });
      h.fault('process-killed', step.op);
      step.answer(503, { code: 'unavailable' });
      h.call('caller:x', 'getSession', { params }, 200, session());
      const line = h.socket('caller:x');
      line.says({ type: 'shout' });
      h.fault('object-reset', line.op);
      line.close();
    },
  ],
]);

const secret = 'c2VjcmV0LXRva2VuLW9mLWFsaWNl';

judgeCases(noSecretShown, [
  [
    'passes a token in the answer that makes it and in the order to a node',
    (h) => {
      h.call('harness', 'createToken', { body: {} }, 201, { token: secret });
      h.order();
      h.call('frontend', 'getSession', { params, token: secret }, 200, session());
    },
  ],
  [
    'fails when a problem shows it',
    (h) => [
      h.call('frontend', 'getSession', { params, token: secret }, 401, { detail: `The token ${secret} has expired.` }),
    ],
    /shows a token/,
  ],
  [
    'fails when a frame shows the token of a workspace',
    (h) => {
      const { sent } = h.order();
      return [
        sent,
        h.socket('frontend').hears({ type: 'session.linked', session: { ...session(), token: 'secret-token-of-w1' } }),
      ];
    },
    /shows a token/,
  ],
  [
    'does not judge a token that somebody wrote into a message',
    (h) => {
      h.call('frontend', 'getSession', { params, token: secret }, 200, session());
      h.append('frontend', 's1', [{ messageId: 'm2', role: 'user', content: `My token is ${secret}` }], ['stored']);
      h.call('frontend', 'listMessages', { params, token: 'short' }, 200, {
        messages: [{ content: `My token is ${secret}` }],
      });
    },
  ],
]);
