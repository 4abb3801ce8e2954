import { z } from 'zod';
import type { AgentTask } from '../../../../contracts/wire/index.ts';
import type { Capabilities } from '../adapter.ts';
import { Refused } from '../refused.ts';
import { at } from './path.ts';
import type { MulticaPlay } from './play.ts';
import type { Said } from './task-view.ts';
import { claimed, orphans, type Row, registered, row } from './wire.ts';

/** Milliseconds after which a claim that is not started is given up. */
const dispatchTimeout = 300_000;

type Runtimes = NonNullable<Capabilities<MulticaPlay>['runtimes']>;

/** What a daemon says to Multica. */
export const daemons: Pick<
  Runtimes,
  | 'registerRuntime'
  | 'heartbeat'
  | 'claimTask'
  | 'recoverOrphans'
  | 'startAgentTask'
  | 'pinSession'
  | 'appendTaskMessages'
  | 'completeTask'
  | 'failTask'
> = {
  async registerRuntime({ params: { runtimeId }, body, token }, play) {
    const { tools } = play;
    const answer = await play.ask('POST', '/api/daemon/register', token, {
      workspace_id: tools.options.workspaceId,
      daemon_id: `dress-rehearsal-${play.mark}-${runtimeId}`,
      legacy_daemon_ids: [],
      device_name: 'dress-rehearsal',
      cli_version: '0.0.0',
      launched_by: 'dress-rehearsal',
      runtimes: [{ name: body.name, type: body.provider, version: '0.0.0', status: 'online' }],
    });
    const [made] = answer.read({ 200: registered }).runtimes;
    if (!made) throw tools.wire.unexpected('the answer to POST /api/daemon/register', answer.body, 'a runtime');
    play.runtimes.tie(runtimeId, made.id);
    return { status: 200, body: await play.ownRuntime(runtimeId) };
  },

  async heartbeat({ params: { runtimeId }, token }, play) {
    const beat = { runtime_id: play.runtimeThere(runtimeId) };
    (await play.ask('POST', '/api/daemon/heartbeat', token, beat)).read({ 200: z.unknown() });
    return { status: 200, body: await play.ownRuntime(runtimeId) };
  },

  async claimTask({ params, body: { claimKey }, token }, play) {
    if (play.claims.has(claimKey)) throw play.tools.lacks('claim that can be said again');
    const runtime = play.runtimeThere(params.runtimeId);
    play.claims.set(claimKey, null);
    const path = at`/api/daemon/runtimes/${runtime}/tasks/claim`;
    const answer = await play.ask('POST', path, token, {});
    const { task } = read(
      () => answer.read({ 200: claimed }),
      () => play.claims.delete(claimKey),
    );
    if (task === null) {
      play.claims.delete(claimKey);
      await play.mustNotWait(runtime);
      return { status: 200, body: { task: null } };
    }
    play.claims.set(claimKey, task.id);
    await play.settled(task);
    play.tasks.claimed(task);
    const { prior_session_id: priorSessionId, prior_work_dir: priorWorkDir } = task;
    const expiresAt = (task.dispatched_at ?? play.tools.now()) + dispatchTimeout;
    const claim = { claimKey, expiresAt };
    return { status: 200, body: { task: { ...play.tasks.show(task), priorSessionId, priorWorkDir, claim } } };
  },

  async recoverOrphans({ params, token }, play) {
    const runtime = play.runtimeThere(params.runtimeId);
    const before = new Set((await play.allRows()).filter(isRecovered).map(({ id }) => id));
    const path = at`/api/daemon/runtimes/${runtime}/recover-orphans`;
    (await play.ask('POST', path, token, {})).read({ 200: orphans });
    // It answers how many: which ones is told from the rows.
    const all = await play.allRows();
    await play.settled(...all);
    const lost = all.filter((one) => isRecovered(one) && one.runtime_id === runtime && !before.has(one.id));
    const isAgain = ({ id }: Row) => all.some((one) => one.parent_task_id === id);
    const named = (some: Row[]) => some.map((one) => play.tasks.taskIdOf(one));
    const failed = named(lost.filter((one) => !isAgain(one)));
    return { status: 200, body: { recovered: named(lost.filter(isAgain)), failed } };
  },

  async startAgentTask({ params: { taskId }, body, token }, play) {
    const task = await said(play, 'start', { taskId, claimKey: body.claimKey, token }, {});
    return { status: 200, body: play.tasks.show(task) };
  },

  async pinSession({ params: { taskId }, body: { claimKey, sessionId, workDir }, token }, play) {
    const rowId = play.rowOf(taskId, claimKey);
    const answer = await play.ask('POST', at`/api/daemon/tasks/${rowId}/session`, token, {
      session_id: sessionId,
      work_dir: workDir,
    });
    if (answer.status === 400) throw await play.reasonAgainst(taskId, rowId);
    answer.read({ 204: z.unknown() });
    const last = await play.lastRow(taskId);
    // It is not said whether the word was taken: of a run that is over it was not.
    if (last.id === rowId && last.completed_at === null) play.tasks.said(rowId, { sessionId, workDir });
    return { status: 200, body: play.tasks.show(last) };
  },

  async appendTaskMessages({ params: { taskId }, body: { claimKey, messages }, token }, play) {
    const rowId = play.rowOf(taskId, claimKey);
    const answer = await play.ask('POST', at`/api/daemon/tasks/${rowId}/messages`, token, { messages });
    if (answer.status === 400) throw await play.reasonAgainst(taskId, rowId);
    answer.read({ 200: z.unknown(), 204: z.unknown() });
    // It stores whatever it gets, and says no number.
    return { status: 200, body: { stored: messages.length, known: 0 } };
  },

  async completeTask({ params: { taskId }, body: { claimKey, output, sessionId, workDir }, token }, play) {
    const about = { taskId, claimKey, token };
    const task = await said(play, 'complete', about, { output, session_id: sessionId, work_dir: workDir });
    return { status: 200, body: await endOf(play, task, 'completed', { sessionId, workDir }) };
  },

  async failTask({ params: { taskId }, body: { claimKey, error, reason, sessionId, workDir }, token }, play) {
    const words = { error, failure_reason: reason, session_id: sessionId, work_dir: workDir };
    const task = await said(play, 'fail', { taskId, claimKey, token }, words);
    return { status: 200, body: await endOf(play, task, 'failed', { sessionId, workDir }) };
  },
};

const isRecovered = ({ status, failure_reason: reason }: Row) => status === 'failed' && reason === 'runtime_recovery';

interface About {
  taskId: string;
  claimKey: string;
  token: string | null;
}

/** Says something of a run that is answered with its row. */
async function said(play: MulticaPlay, word: string, { taskId, claimKey, token }: About, body: object): Promise<Row> {
  const rowId = play.rowOf(taskId, claimKey);
  const answer = await play.ask('POST', at`/api/daemon/tasks/${rowId}/${word}`, token, body);
  if (answer.status === 400) throw await play.reasonAgainst(taskId, rowId);
  return answer.read({ 200: row });
}

/** @throws Refused where the task had ended otherwise, or was queued again: it is answered with the row as it is */
async function endOf(play: MulticaPlay, task: Row, due: Row['status'], words: Said): Promise<AgentTask> {
  if (task.status !== due) throw await play.reasonAgainst(play.tasks.taskIdOf(task), task.id);
  if (play.tasks.ended(task.id)) play.tasks.said(task.id, words);
  return play.tasks.show(task);
}

/** What was refused has bound nothing. */
function read<Value>(work: () => Value, undo: () => void): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) undo();
    throw error;
  }
}
