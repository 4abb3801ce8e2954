/**
 * A daemon that runs nothing, in plain Node: it registers its runtime, says that it lives, claims tasks one at a time,
 * pretends to run each, and says how it ended. It stays until it is told to go.
 *
 * rehearse client --role daemon --command "node examples/client/daemon.mjs"
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const delays = [4000, 8000, 16_000, 32_000, 64_000];

/** Every decision of the daemon that could be wrong. Times are milliseconds. */
export const rules = {
  /** May it succeed when it is sent again? `status` is null where there was no answer. */
  retries: (status) => status === null || status === 408 || status === 429 || status >= 500,
  /** What is said of a run, as it is sent again: the very same. */
  again: (body) => body,
  /** The key of a claim as it is sent again. */
  keyAgain: (key) => key,
  beats: true,
  pins: true,
  /** Where a run goes on. */
  sessionFor: (task) => task.priorSessionId ?? `run-${randomUUID()}`,
  workDirFor: (task) => task.priorWorkDir ?? `/work/${task.taskId}`,
};

/** Works for ever. */
export async function run(rules, env = process.env) {
  const scale = Number(env.REHEARSE_TIME_SCALE ?? 1);
  const wait = (ms) => sleep(ms / scale);
  const project = `${env.REHEARSE_URL}/v1/projects/${env.REHEARSE_PROJECT_ID}`;
  const runtime = `${project}/runtimes/${encodeURIComponent(env.REHEARSE_RUNTIME_ID)}`;
  const { runSeconds = 0 } = JSON.parse(env.REHEARSE_TASK ?? '{}');

  async function say(method, url, body) {
    try {
      const answer = await fetch(url, {
        method,
        headers: { authorization: `Bearer ${env.REHEARSE_TOKEN}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
        signal: AbortSignal.timeout(Math.round(10_000 / scale)),
      });
      return { status: answer.status, body: await answer.json().catch(() => ({})) };
    } catch {
      return { status: null, body: {} };
    }
  }

  /** Sends until there is an answer that sending again cannot mend, six times at most. Says whether it was taken. */
  async function insist(url, first) {
    let body = first;
    for (const delay of [...delays, null]) {
      const { status } = await say('POST', url, body);
      if (!rules.retries(status)) return status === 200;
      if (delay === null) return false;
      await wait(delay);
      body = rules.again(body);
    }
  }

  /** The next task, or null. Without an answer the same claim is sent again: at once, then less and less often. */
  async function claim() {
    let claimKey = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const { status, body } = await say('POST', `${runtime}/claims`, { claimKey });
      if (status === 200) return body.task;
      if (!(status === null && attempt === 1)) await wait(delays[attempt - 1] ?? 64_000);
      claimKey = rules.keyAgain(claimKey);
    }
  }

  async function work(task) {
    const { claimKey } = task.claim;
    const of = `${project}/agent-tasks/${task.taskId}`;
    const said = { sessionId: rules.sessionFor(task), workDir: rules.workDirFor(task) };
    if (!(await insist(`${of}/start`, { claimKey }))) return;
    if (rules.pins) await insist(`${of}/session`, { claimKey, ...said });
    await wait(runSeconds * 1000);
    await insist(`${of}/complete`, { claimKey, output: `Done: ${task.prompt}`, ...said });
  }

  const name = { name: env.REHEARSE_RUNTIME_ID, provider: 'sample' };
  for (let attempt = 0; (await say('PUT', runtime, name)).status !== 200; attempt += 1) {
    await wait(delays[attempt] ?? 64_000);
  }
  if (rules.beats) setInterval(() => void say('POST', `${runtime}/heartbeat`), 15_000 / scale);
  for (;;) {
    const task = await claim();
    if (task) await work(task);
    else await wait(30_000);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(rules);
