/**
 * A VM agent in plain Node: it reports messages in order, says that it has completed, and leaves. What it does when
 * something breaks is in `rules`; `faulty-agent.mjs` shows what becomes of an agent whose rules are wrong.
 *
 * rehearse client --role vm-agent --command "node examples/client/agent.mjs"
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const [mostMessages, mostBytes] = [50, 64 * 1024];

/** Every decision of the agent that could be wrong. Times are milliseconds. */
export const rules = {
  /** 1, 2, 4, … 30 s with up to 20 % on top, and never before Retry-After. */
  delay: (attempt, retryAfter) =>
    Math.max(retryAfter, Math.min(1000 * 2 ** (attempt - 1), 30_000) * (1 + Math.random() / 5)),
  /** What may succeed when it is sent again. `status` is null where there was no answer. */
  retries: (status) => status === null || status === 408 || status === 429 || status >= 500,
  /** What only a new token can mend. */
  needsToken: (status) => status === 401 || status === 403,
  /** Is a batch done with that was answered like this? */
  isDone: (status) => status === 200,
  /** A batch as it is sent again: the very same. */
  again: (batch) => batch,
  /** How many messages from the head of the outbox go together. */
  batchSize(outbox) {
    let bytes = 0;
    const fits = outbox.findIndex(({ content }, index) => {
      bytes += Buffer.byteLength(content);
      return index > 0 && (index === mostMessages || bytes > mostBytes);
    });
    return fits < 0 ? outbox.length : fits;
  },
  /** What it is to begin with, in the order told. */
  outbox: (messages) => messages,
};

/** Does what REHEARSE_TASK says, and resolves when it is done or nothing more can be done. */
export async function run(rules, env = process.env) {
  const scale = Number(env.REHEARSE_TIME_SCALE ?? 1);
  const wait = (ms) => sleep(ms / scale);
  const session = `${env.REHEARSE_URL}/v1/projects/${env.REHEARSE_PROJECT_ID}/sessions/${env.REHEARSE_SESSION_ID}`;
  const task = JSON.parse(env.REHEARSE_TASK ?? '{}');
  let token = env.REHEARSE_TOKEN;

  async function post(path, body) {
    try {
      const answer = await fetch(`${session}/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(Math.round(10_000 / scale)),
      });
      const retryAfter = Number(answer.headers.get('retry-after') ?? 0) * 1000 || 0;
      return { status: answer.status, retryAfter, body: await answer.json().catch(() => ({})) };
    } catch {
      return { status: null, retryAfter: 0, body: {} };
    }
  }

  /** Until the file has another token than the one that was refused. */
  async function newToken() {
    const refused = token;
    while (token === refused) {
      await wait(500);
      token = (await readFile(env.REHEARSE_TOKEN_FILE, 'utf8')).trim();
    }
  }

  /** Sends until there is an answer that sending again cannot mend. `body` makes what is sent. */
  async function insist(path, body) {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await post(path, body?.(attempt));
      if (rules.needsToken(answer.status)) await newToken();
      else if (rules.retries(answer.status)) await wait(rules.delay(attempt, answer.retryAfter));
      else return answer;
    }
  }

  const outbox = rules.outbox(
    task.messages.map((content) => ({ messageId: randomUUID(), role: 'assistant', content, createdAt: Date.now() })),
  );
  let suspects = 0;
  while (outbox.length > 0) {
    const most = suspects > 0 ? Math.ceil(suspects / 2) : outbox.length;
    let batch = outbox.slice(0, rules.batchSize(outbox.slice(0, most)));
    const { status, body } = await insist('messages', (attempt) => {
      if (attempt > 1) batch = rules.again(batch);
      return { messages: batch };
    });
    if (rules.isDone(status)) {
      for (const { messageId, code } of (body.results ?? []).filter((result) => result.status === 'rejected'))
        console.error(`Message ${messageId} was rejected: ${code}`);
      outbox.splice(0, batch.length);
      suspects = Math.max(0, suspects - batch.length);
    } else if ([400, 413, 422].includes(status) && batch.length > 1) {
      suspects = batch.length; // One of them is at fault: half of them next, until it stands alone.
    } else if ([400, 413, 422].includes(status)) {
      console.error(`Message ${batch[0].messageId} is set aside: ${status}`);
      outbox.shift();
      suspects = 0;
    } else {
      console.error(`Nothing more can be reported: ${status}`);
      return;
    }
  }
  if (task.complete) await insist('agent-completed');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(rules);
