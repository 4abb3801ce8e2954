/**
 * A frontend without a screen, in plain Node: it follows the events of a project, chats in a live session, or submits a
 * task. Its sockets are opened as a browser opens them, with the token as a subprotocol.
 *
 * rehearse client --role frontend --command "node examples/client/frontend.mjs"
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** Every decision of the frontend that could be wrong. Times are milliseconds. */
export const rules = {
  /** Before attempt 1, 2, … to connect again; null: it gives up. */
  delay: (attempt) => (attempt <= 5 ? 1000 * 2 ** (attempt - 1) : null),
  /** Is there no use in another attempt? */
  isFinal: (code) => code === 1008 || code === 4401,
  /** Which cursor it goes on behind. */
  resumesAfter: (cursor) => cursor,
  /** Does it wait for `connected` before it sends what waits? */
  waitsForConnected: true,
  /** A frame or a key as it is sent again: the very same. */
  frameAgain: (frame) => frame,
  keyAgain: (key) => key,
};

/** Does what REHEARSE_TASK says. Resolves when it is done, has given up or was refused for good. */
export async function run(rules, env = process.env) {
  const scale = Number(env.REHEARSE_TIME_SCALE ?? 1);
  const { REHEARSE_TOKEN: token, REHEARSE_SESSION_ID: sessionId } = env;
  const project = `${env.REHEARSE_URL}/v1/projects/${env.REHEARSE_PROJECT_ID}`;
  const task = JSON.parse(env.REHEARSE_TASK ?? '{}');
  const wait = (ms) => sleep(ms / scale);

  /** Opens a socket again and again, as the rules say. `on.frame` answers `done` when it is no longer needed. */
  async function keepOpen(path, on) {
    let attempts = 0;
    for (;;) {
      const code = await new Promise((resolve) => {
        const protocols = ['session-api.v1', ...(on.isPublic ? [] : [`token.${token}`])];
        const socket = new WebSocket(`${project.replace('http', 'ws')}/${path}`, protocols);
        const send = (frame) => socket.send(JSON.stringify(frame));
        socket.addEventListener('open', () => on.open(send));
        socket.addEventListener('message', ({ data }) => {
          const said = on.frame(JSON.parse(data), send);
          if (said === 'connected') attempts = 0;
          if (said === 'done') resolve('done');
        });
        socket.addEventListener('error', () => {}); // `close` follows.
        socket.addEventListener('close', (event) => resolve(event.code));
      });
      if (code === 'done' || rules.isFinal(code)) return;
      attempts += 1;
      const delay = rules.delay(attempts);
      if (delay === null) return;
      await wait(delay);
    }
  }

  /** All events of the project, each once, whatever becomes of the socket. */
  async function follow() {
    let cursor = task.after;
    await keepOpen('events', {
      open: (send) => send({ type: 'subscribe', sessionId: null, after: rules.resumesAfter(cursor) }),
      frame(frame) {
        if (frame.type === 'subscribed') return 'connected';
        if (typeof frame.cursor === 'number') cursor = frame.cursor;
        return 'heard';
      },
    });
  }

  /** Says one prompt after the other; the next when the one before was accepted. */
  async function chat() {
    const waiting = task.prompts.map((prompt, index) => {
      return { type: 'send', sessionId, clientMsgId: randomUUID(), prompt, resume: index > 0 };
    });
    let isSent = false;
    const sayNext = (send) => {
      if (isSent) waiting[0] = rules.frameAgain(waiting[0]);
      isSent = true;
      send(waiting[0]);
    };
    await keepOpen('live', {
      isPublic: true, // Who it is it says in hello.
      open(send) {
        send({ type: 'hello', protocolVersion: 1, token, sessionId });
        if (!rules.waitsForConnected) sayNext(send);
      },
      frame(frame, send) {
        if (frame.type === 'connected' && rules.waitsForConnected) sayNext(send);
        if (frame.type === 'connected') return 'connected';
        if (frame.type !== 'accepted') return 'heard';
        waiting.shift();
        isSent = false;
        if (waiting.length === 0) return 'done';
        sayNext(send);
        return 'heard';
      },
    });
  }

  async function submit() {
    let key = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const status = await fetch(`${project}/tasks`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ message: task.message }),
      }).then(
        (answer) => answer.status,
        () => null,
      );
      if (status !== null && status < 500 && status !== 408 && status !== 429) return;
      await wait(1000 * 2 ** (attempt - 1));
      key = rules.keyAgain(key);
    }
  }

  await { follow, chat, submit }[task.do]();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await run(rules);
  process.exit(0);
}
