import { z } from 'zod';
import type { Capabilities } from '../adapter.ts';
import type { SamPlay } from './play.ts';
import { submitted } from './wire.ts';

/** Sessions and tasks of Simple Agent Manager. It has no list of tasks of its own: a task is what its session tells of it. */
export const tasks: Capabilities<SamPlay>['tasks'] = {
  async submitTask({ body, token }, play) {
    const { client, ids } = play;
    const { nodeId } = client.tools.options;
    const submit = async () => {
      const path = client.inProject('/tasks/submit');
      const answer = await client.ask('POST', path, token, { message: body.message, ...(nodeId ? { nodeId } : {}) });
      const made = answer.read({ 202: submitted });
      ids.own('session', made.sessionId);
      ids.own('task', made.taskId);
      play.translation.prompts.set(made.sessionId, body.message);
      return made;
    };
    const { taskId, sessionId } = await play.submitting(submit());
    const first = (await client.messages(sessionId)).find(({ role }) => role === 'user');
    // Without a first message there is none with this id: that it is missing is for the checks to say.
    const messageId = ids.canonical('message', first?.id ?? `first of ${sessionId}`);
    play.batches.prompt(sessionId, messageId);
    play.translation.place(sessionId, first?.id ?? messageId);
    play.order(sessionId, taskId, { messageId, content: body.message });
    return {
      status: 201,
      body: { taskId: ids.canonical('task', taskId), sessionId: ids.canonical('session', sessionId), messageId },
    };
  },

  async listTasks({ query, token }, play) {
    const { own, next } = await play.page(token, pageOf(query));
    const rows = own.filter(({ taskId }) => taskId !== null);
    return { status: 200, body: { tasks: rows.map((row) => play.translation.task(row)), nextCursor: cursorOf(next) } };
  },

  async getTask({ params, token }, play) {
    const session = await play.sessionOfTask(play.taskIdOf(params.taskId), token);
    return { status: 200, body: play.translation.task(session) };
  },

  async listSessions({ query, token }, play) {
    const { own, next } = await play.page(token, pageOf(query));
    const sessions = own.map((row) => play.translation.session(row));
    return { status: 200, body: { sessions, nextCursor: cursorOf(next) } };
  },

  async getSession({ params, token }, play) {
    const session = await play.client.session(play.sessionIdOf(params.sessionId), play.reader(token));
    return { status: 200, body: play.translation.session(session) };
  },

  async completeAgent({ params, token }, play) {
    const { client } = play;
    const sessionId = play.sessionIdOf(params.sessionId);
    const { taskId } = await client.session(sessionId);
    const path = client.inProject(`/tasks/${encodeURIComponent(taskId ?? '')}/status/callback`);
    const answer = await client.ask('POST', path, token, { executionStep: 'awaiting_followup' });
    answer.read({ 200: z.unknown(), 202: z.unknown(), 204: z.unknown() }, { 409: 'session_stopped' });
    return { status: 200, body: play.translation.session(await client.session(sessionId)) };
  },

  async stopSession({ params, token }, play) {
    const { client } = play;
    const sessionId = play.sessionIdOf(params.sessionId);
    const path = client.inProject(`/sessions/${encodeURIComponent(sessionId)}/stop`);
    // Known before it is told: the feed may be faster than the answer.
    play.translation.stopped.add(sessionId);
    (await client.ask('POST', path, token)).read({ 200: z.object({ status: z.literal('stopped') }) });
    const session = play.translation.session(await client.session(sessionId));
    // The system does not tell a node that a session has stopped: the VM agent is told here.
    if (session.workspaceId !== null) client.tools.beside(client.tools.node.deleteWorkspace(session.workspaceId));
    return { status: 200, body: session };
  },
};

/** A cursor is how many rows came before. */
function pageOf({ limit = 50, cursor = '0' }: { limit?: number; cursor?: string }): { limit: number; offset: number } {
  return { limit, offset: Number.parseInt(cursor, 10) || 0 };
}

function cursorOf(next: number | null): string | null {
  return next === null ? null : String(next);
}
