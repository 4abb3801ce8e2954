import type { z } from 'zod';
import type { Agent, AgentChat } from '../../../../contracts/wire/index.ts';
import type { Capabilities } from '../adapter.ts';
import { pageByCursor } from '../messages.ts';
import { refused } from '../refused.ts';
import { at } from './path.ts';
import type { MulticaPlay } from './play.ts';
import { agent, chat, chats, made, type Row, row, sent } from './wire.ts';

type Runtimes = NonNullable<Capabilities<MulticaPlay>['runtimes']>;

/** What users ask of Multica: agents, issues and chats. */
export const users: Pick<
  Runtimes,
  | 'listRuntimes'
  | 'createAgent'
  | 'getAgent'
  | 'moveAgent'
  | 'queueIssueTask'
  | 'createAgentChat'
  | 'getAgentChat'
  | 'listAgentChats'
  | 'sendAgentChat'
  | 'listAgentTasks'
  | 'getAgentTask'
  | 'cancelAgentTask'
> = {
  listRuntimes: async ({ token }, play) => {
    const all = await play.ownRuntimes(token);
    return { status: 200, body: { runtimes: all.sort((a, b) => (a.runtimeId < b.runtimeId ? -1 : 1)) } };
  },

  async createAgent({ body, token }, play) {
    // Names are unique in a workspace.
    const name = `${body.name} ${play.mark}-${play.agents.size + 1}`;
    const about = { name, runtime_id: play.runtimeThere(body.runtimeId) };
    const answer = (await play.ask('POST', '/api/agents', token, about)).read({ 201: agent });
    play.agents.add(answer.id);
    return { status: 201, body: agentHere(play, answer) };
  },

  async getAgent({ params, token }, play) {
    const answer = await play.ask('GET', at`/api/agents/${play.agentThere(params.agentId)}`, token);
    return { status: 200, body: agentHere(play, answer.read({ 200: agent })) };
  },

  async moveAgent({ params, body, token }, play) {
    const to = { runtime_id: play.runtimeThere(body.runtimeId) };
    const answer = await play.ask('PUT', at`/api/agents/${play.agentThere(params.agentId)}`, token, to);
    return { status: 200, body: agentHere(play, answer.read({ 200: agent })) };
  },

  async queueIssueTask({ params, body: { taskId, issueId, prompt }, token }, play) {
    play.once(taskId, 'task that can be queued again under its id');
    const assignee = play.agentThere(params.agentId);
    const issue = play.issues.there(issueId);
    const queue = async () => {
      const isNew =
        issue === undefined
          ? await openIssue(play, { issueId, prompt, assignee, token })
          : await comment(play, { issue, prompt, assignee, token });
      const task = await seen(play, assignee, isNew);
      play.tasks.queued(taskId, task, prompt);
      return task;
    };
    return { status: 201, body: play.tasks.show(await play.queueing(queue())) };
  },

  async createAgentChat({ body: { chatId, agentId, title }, token }, play) {
    play.once(chatId, 'chat that can be made again under its id');
    const about = { agent_id: play.agentThere(agentId), title };
    const answer = (await play.ask('POST', '/api/chat/sessions', token, about)).read({ 201: chat });
    play.chats.tie(chatId, answer.id);
    return { status: 201, body: chatHere(play, answer) };
  },

  async getAgentChat({ params, token }, play) {
    const answer = await play.ask('GET', at`/api/chat/sessions/${play.chatThere(params.chatId)}`, token);
    return { status: 200, body: chatHere(play, answer.read({ 200: chat })) };
  },

  async listAgentChats({ query, token }, play) {
    const all = (await play.ask('GET', '/api/chat/sessions', token)).read({ 200: chats });
    const own = all.filter(({ agent_id: its }) => play.agents.has(its)).map((one) => chatHere(play, one));
    const { page, nextCursor } = pageByCursor(newestFirst(ofAgent(own, query.agentId)), query);
    return { status: 200, body: { chats: page, nextCursor } };
  },

  async sendAgentChat({ params, body: { taskId, content }, token }, play) {
    play.once(taskId, 'message that can be sent again under its id');
    const chatId = play.chatThere(params.chatId);
    const queue = async () => {
      const answer = await play.ask('POST', at`/api/chat/sessions/${chatId}/messages`, token, { content });
      const { task_id: id } = answer.read({ 201: sent });
      const read = await play.ask('GET', at`/api/chat/sessions/${chatId}`, token);
      const task = await seen(play, read.read({ 200: chat }).agent_id, (one) => one.id === id);
      play.tasks.queued(taskId, task, content);
      return task;
    };
    return { status: 201, body: play.tasks.show(await play.queueing(queue())) };
  },

  async listAgentTasks({ query, token }, play) {
    const all = await play.allRows(token);
    await play.settled(...all);
    const last = new Map(all.map((one) => [play.tasks.see(one), one]));
    const tasks = [...last.values()].map((one) => play.tasks.show(one));
    const { page, nextCursor } = pageByCursor(newestFirst(ofAgent(tasks, query.agentId)), query);
    return { status: 200, body: { tasks: page, nextCursor } };
  },

  getAgentTask: async ({ params, token }, play) => ({
    status: 200,
    body: play.tasks.show(await play.lastRow(params.taskId, token)),
  }),

  async cancelAgentTask({ params, token }, play) {
    const { id } = await play.lastRow(params.taskId, token);
    const task = (await play.ask('POST', at`/api/tasks/${id}/cancel`, token, {})).read({ 200: row });
    if (task.status !== 'cancelled') throw refused('task_ended', `It is ${task.status}.`);
    return { status: 200, body: play.tasks.show(task) };
  },
};

/** An issue that is assigned to an agent is a task for it. Answers how that is told from other tasks. */
async function openIssue(
  play: MulticaPlay,
  { issueId, prompt, assignee, token }: { issueId: string; prompt: string; assignee: string; token: string | null },
): Promise<(row: Row) => boolean> {
  const about = {
    title: prompt.slice(0, 80).toWellFormed(),
    description: prompt,
    status: 'todo',
    assignee_type: 'agent',
    assignee_id: assignee,
  };
  const issue = (await play.ask('POST', '/api/issues', token, about)).read({ 201: made });
  play.issues.tie(issueId, issue.id);
  play.assignees.set(issue.id, assignee);
  return (one) => one.issue_id === issue.id;
}

/** A comment on an issue is the next task of its agent. */
async function comment(
  play: MulticaPlay,
  { issue, prompt, assignee, token }: { issue: string; prompt: string; assignee: string; token: string | null },
): Promise<(row: Row) => boolean> {
  const { lacks } = play.tools;
  if (play.assignees.get(issue) !== assignee) throw lacks('second agent on an issue');
  const waits = ({ issue_id: its, status }: Row) => its === issue && (status === 'queued' || status === 'dispatched');
  // One that waits takes the comment with it.
  if ((await play.rowsOf(assignee)).some(waits)) throw lacks('second task that waits for an issue');
  const answer = await play.ask('POST', at`/api/issues/${issue}/comments`, token, { content: prompt });
  const { id } = answer.read({ 201: made });
  return (one) => one.trigger_comment_id === id;
}

function seen(play: MulticaPlay, assignee: string, is: (row: Row) => boolean): Promise<Row> {
  return play.tools.until('the task that was queued', async () => (await play.rowsOf(assignee)).find(is));
}

function agentHere(play: MulticaPlay, { id, name, runtime_id: runtime }: z.output<typeof agent>): Agent {
  return { agentId: play.ids.canonical('agent', id), name, runtimeId: play.runtimes.here(runtime) ?? runtime };
}

/** What a chat would resume is shown nowhere. */
function chatHere(
  play: MulticaPlay,
  { id, agent_id: its, title, created_at: createdAt }: z.output<typeof chat>,
): AgentChat {
  const chatId = play.chats.here(id) ?? play.ids.canonical('chat', id);
  const agentId = play.ids.canonical('agent', its);
  return { chatId, agentId, title, sessionId: null, runtimeId: null, workDir: null, createdAt };
}

function ofAgent<Entry extends { agentId: string }>(all: Entry[], agentId: string | undefined): Entry[] {
  return agentId === undefined ? all : all.filter((one) => one.agentId === agentId);
}

function newestFirst<Entry extends { createdAt: number }>(all: Entry[]): Entry[] {
  return all.toSorted((a, b) => b.createdAt - a.createdAt);
}
