import type { ClaimedTask } from '../../contracts/wire/index.ts';
import { type Answer, type Call, LinkError } from '../ports.ts';
import { answered, type HandPorts, handPorts, settle, uuid } from '../testing.ts';
import { Daemon, type DaemonOptions } from './daemon.ts';

export const projectId = uuid(800);
export const runtimeId = 'mac-1';
export const taskId = uuid(1);

/** A task as the provider queues it; its claim is filled in when it is claimed. */
export function task(change: Partial<ClaimedTask> = {}): ClaimedTask {
  return {
    taskId,
    agentId: uuid(700),
    kind: 'issue',
    issueId: uuid(701),
    chatId: null,
    prompt: 'Fix it.',
    runtimeId,
    state: 'dispatched',
    attempt: 1,
    sessionId: null,
    workDir: null,
    failureReason: null,
    error: null,
    output: null,
    createdAt: 1,
    dispatchedAt: 1,
    startedAt: null,
    finishedAt: null,
    priorSessionId: null,
    priorWorkDir: null,
    claim: { claimKey: uuid(0), expiresAt: 1 },
    ...change,
  };
}

type Body = Record<string, unknown>;

/** A provider as far as a daemon sees it: it gives its tasks in order, each under the key it was claimed with. */
export class FakeProvider {
  readonly tasks: ClaimedTask[] = [];
  readonly #claimed = new Map<unknown, ClaimedTask>();
  /** What the next calls of an operation are answered instead; `lost`: it does its work, and the answer is lost. */
  readonly instead: { operation: string; answer: Answer | LinkError | 'lost' }[] = [];

  answer = (call: Call): Answer | LinkError => {
    const place = this.instead.findIndex(({ operation }) => operation === call.operation);
    const [other] = place < 0 ? [] : this.instead.splice(place, 1);
    if (other && other.answer !== 'lost') return other.answer;
    const answer = this.#answer(call);
    return other ? new LinkError('connection-lost') : answer;
  };

  #answer({ operation, body }: Call): Answer {
    if (operation === 'recoverOrphans') return answered(200, { recovered: [], failed: [] });
    if (operation !== 'claimTask') return answered(200, {});
    const { claimKey } = body as { claimKey: string };
    const next = this.#claimed.get(claimKey) ?? this.tasks.shift();
    if (!next) return answered(200, { task: null });
    this.#claimed.set(claimKey, next);
    return answered(200, { task: { ...next, claim: { claimKey, expiresAt: 60_000 } } });
  }
}

export interface Staged extends HandPorts {
  provider: FakeProvider;
  daemon: Daemon;
  /** Operations in order, but heartbeats. */
  said(): string[];
  bodies(operation: string): Body[];
}

/** A daemon that is off, before a provider with these tasks. */
export function stagedDaemon(tasks: ClaimedTask[] = [], options: Partial<DaemonOptions> = {}): Staged {
  const ports = handPorts();
  const provider = new FakeProvider();
  provider.tasks.push(...tasks);
  ports.link.answer = (call) => provider.answer(call);
  const daemon = new Daemon(ports, { projectId, runtimeId, token: 'its-token', ...options });
  const others = () => ports.link.calls.filter(({ operation }) => operation !== 'heartbeat');
  return {
    ...ports,
    provider,
    daemon,
    said: () => others().map(({ operation }) => operation),
    bodies: (wanted) => others().flatMap(({ operation, body }) => (operation === wanted ? [body as Body] : [])),
  };
}

/** The same, started, and whatever runs at once has run. */
export async function startedDaemon(tasks: ClaimedTask[] = [], options: Partial<DaemonOptions> = {}): Promise<Staged> {
  const staged = stagedDaemon(tasks, options);
  await staged.daemon.start();
  await settle();
  return staged;
}
