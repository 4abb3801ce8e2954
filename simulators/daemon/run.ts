import type { ClaimedTask, NewTaskMessage, OperationName } from '../../contracts/wire/index.ts';
import type { Surroundings } from './life.ts';
import type { Line, Nap } from './line.ts';
import { type Directions, directionsOf } from './prompt.ts';
import type { Said } from './rules.ts';

/** How a run ended, as the daemon knows it. */
export interface Done {
  taskId: string;
  attempt: number;
  /** given-up: nothing was heard of its end, or the provider would not have it. */
  outcome: 'completed' | 'failed' | 'given-up';
  /** How often its last word was sent. */
  tries: number;
  /** Of the last answer, where it was given up; null where there was none. */
  status?: number | null;
  code?: string | null;
}

/** What the provider answers to a daemon that should not go on with a task. */
const nobodyWantsIt = new Set<number | null>([401, 403, 404, 409]);

/** One claimed task, from its start to the answer to its end. */
export class Run {
  readonly task: ClaimedTask;
  /** What it said at its end; null before. */
  last: Said | null = null;
  readonly #around: Surroundings;
  readonly #line: Line;
  readonly #directions: Directions;
  #nap: Nap | null = null;
  #messages = 0;

  constructor(around: Surroundings, line: Line, task: ClaimedTask) {
    this.#around = around;
    this.#line = line;
    this.task = task;
    this.#directions = directionsOf(task.prompt);
  }

  /** Resolves when it has ended; `before`: what the run before said at its end. */
  async go(before: Said | null): Promise<Done> {
    const { rules } = this.#around;
    const started = await this.#say('startAgentTask', {});
    if (!started.ok) return this.#givenUp(started);
    const said = this.#begin();
    const pinned = rules.pins(said);
    if (pinned && (pinned.sessionId ?? pinned.workDir) !== undefined) {
      const answer = await this.#say('pinSession', pinned);
      if (isOver(answer)) return this.#givenUp(answer);
    }
    if (this.#crashesHere()) return this.#around.crash();
    const lost = await this.#work();
    if (lost) return this.#givenUp(lost);
    this.last = rules.saidAtEnd(said, before);
    return this.#end(this.last);
  }

  /** Cuts its wait short, so that it looks whether it is still held. */
  wake(): void {
    this.#nap?.wake();
  }

  /** The command line begins: in which directory, and with which session. */
  #begin(): Said {
    const { disk, rules, identity, ports } = this.#around;
    const { taskId, attempt, priorWorkDir } = this.task;
    const { says } = this.#directions;
    const workDir = rules.workDirFor(this.task);
    const { made, files } = disk.enter(workDir);
    const left = rules.found(files);
    disk.directories.set(workDir, [...left, `${taskId}-${attempt}.txt`]);
    const wanted = rules.resumes(this.task);
    const isHere = wanted !== null && disk.sessions.get(wanted)?.runtimeId === identity.runtimeId;
    if (wanted !== null && !isHere) {
      this.#report('resume-failed', { sessionId: wanted, detail: 'session not found on this runtime' });
    }
    const resumed = isHere && says.session;
    const sessionId = resumed ? wanted : says.session ? `cli-${ports.random.uuid()}` : null;
    if (sessionId !== null) disk.sessions.set(sessionId, { runtimeId: identity.runtimeId, workDir });
    const carried = made === 'now' && workDir === priorWorkDir;
    this.#report('run', { sessionId, resumed, workDir, files: left.length, carried });
    return { ...(sessionId !== null && { sessionId }), ...(says.workDir && { workDir }) };
  }

  #crashesHere(): boolean {
    const { crashes } = this.#directions;
    return crashes === 'every attempt' || (crashes === 'first attempt' && this.task.attempt === 1);
  }

  /** Answers why nobody wants the task any more, where that is so. */
  async #work(): Promise<Refusal | undefined> {
    const { rules, ports, held } = this.#around;
    const begun = await this.#speak('thinking', 'Reading what there is.');
    if (begun) return begun;
    const end = ports.clock.now() + this.#directions.duration;
    for (;;) {
      const left = end - ports.clock.now();
      if (left <= 0 && !held()) break;
      this.#nap = this.#line.sleep(left > 0 ? Math.min(left, rules.progressInterval) : rules.progressInterval);
      const next = ports.clock.now() + rules.progressInterval;
      await this.#nap.over;
      this.#nap = null;
      if (ports.clock.now() < next) continue;
      const lost = await this.#speak('text', 'Still at it.');
      if (lost) return lost;
    }
    return this.#speak('text', this.#output());
  }

  async #end(said: Said): Promise<Done> {
    const { taskId, attempt } = this.task;
    const outcome = this.#directions.end;
    const answer =
      outcome === 'completed'
        ? await this.#say('completeTask', { output: this.#output(), ...said })
        : await this.#say('failTask', { error: 'The agent was told to fail.', reason: 'agent_error', ...said });
    if (!answer.ok) return this.#givenUp(answer);
    this.#report('outcome', { outcome, tries: answer.tries });
    return { taskId, attempt, outcome, tries: answer.tries };
  }

  #output(): string {
    const { prompt } = this.task;
    return `${this.#directions.end === 'failed' ? 'Not done' : 'Done'}: ${prompt.slice(0, 80).toWellFormed()}`;
  }

  async #speak(type: NewTaskMessage['type'], content: string): Promise<Refusal | undefined> {
    this.#messages += 1;
    const answer = await this.#say('appendTaskMessages', { messages: [{ seq: this.#messages, type, content }] });
    return isOver(answer) ? answer : undefined;
  }

  /** Says something of the task, and reports it where it was for nothing. */
  async #say(operation: OperationName, body: object): Promise<Spoken> {
    const { taskId, claim } = this.task;
    const { retryDelay: delayOf } = this.#around.rules;
    const params = { taskId };
    const answer = await this.#line.insist({
      operation,
      params,
      body: { claimKey: claim.claimKey, ...body },
      delayOf,
    });
    if (answer.ok) return { ok: true, tries: answer.tries };
    const { status, code, tries } = answer;
    this.#report('given-up', { operation, status, code, tries });
    return { ok: false, status, code, tries };
  }

  #givenUp({ status, code, tries }: Refusal): Done {
    const { taskId, attempt } = this.task;
    return { taskId, attempt, outcome: 'given-up', tries, status, code };
  }

  #report(report: string, detail: object): void {
    const { taskId, attempt } = this.task;
    this.#around.ports.journal.report(report, { taskId, attempt, ...detail });
    this.#around.changed();
  }
}

interface Refusal {
  ok: false;
  status: number | null;
  code: string | null;
  tries: number;
}
type Spoken = Refusal | { ok: true; tries: number };

function isOver(answer: Spoken): answer is Refusal {
  return !answer.ok && nobodyWantsIt.has(answer.status);
}
