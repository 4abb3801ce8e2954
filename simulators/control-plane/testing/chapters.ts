/**
 * A short story for each requirement that a mutant breaks. What it tells has no ids and no times, and time stands still
 * while it is told: so it is the same every time, and another one when the requirement does not hold.
 */
import { randomUUID } from 'node:crypto';
import { limits, type ServerFrame } from '../../../contracts/wire/index.ts';
import { messageOf, type Reply } from './client.ts';
import { helloOf, newSession, openTab } from './live.ts';
import { adminToken, openSocket } from './miniflare.ts';
import { otherDaemon } from './runtimes.ts';
import { linkedTask, type Setup, subscribe } from './setup.ts';

type Chapter = (setup: Setup) => Promise<unknown>;

const said = ({ status, body }: Reply<{ code?: string }>) => [status, body.code ?? null];
const minute = 60_000;

/** What a subscriber of the whole feed saw, once it is answered. */
async function seenBy(socket: Awaited<ReturnType<typeof openSocket>>, skip = 0): Promise<string[]> {
  socket.send({ type: 'ping' });
  const frames = (await socket.until('pong', skip)).slice(skip);
  return frames.map((frame: ServerFrame) => (frame.type === 'error' ? frame.code : frame.type));
}

async function stock({ project }: Setup) {
  const sessions = await project.sessions();
  const sizes = sessions.map((session) => [session.status, session.messageCount, session.workspaceId !== null]);
  return { tasks: (await project.tasks()).map((task) => task.status).sort(), sessions: sizes.sort() };
}

async function oneTask(setup: Setup) {
  const { project, node } = setup;
  const key = randomUUID();
  const first = (await project.submit('same', key)).body;
  const second = (await project.submit('same', key)).body;
  for (const { taskId } of [first, second]) await project.ringRunner(taskId);
  return { same: first.taskId === second.taskId, running: node.running().length, ...(await stock(setup)) };
}

async function refusedSession(setup: Setup) {
  const { project, client } = setup;
  const told: unknown[] = [];
  for (const at of ['createSession', 'appendMessages']) {
    await client.command({ faults: [{ at, how: 'refuse' }] });
    const reply = await project.submit();
    await client.command({ faults: [] });
    if (reply.status === 201) await project.ringRunner(reply.body.taskId);
    const { sessionId } = reply.body;
    const read = sessionId && (await project.as('getSession', { params: { sessionId } })).status;
    told.push(said(reply), read, await stock(setup));
  }
  return told;
}

async function linking(setup: Setup) {
  const { project, client } = setup;
  await client.command({ faults: [{ at: 'linkWorkspace', how: 'refuse' }] });
  const { taskId, sessionId } = (await project.submit()).body;
  await project.ringRunner(taskId);
  await client.command({ advance: minute, faults: [] });
  await project.ringRunner(taskId);
  const before = await stock(setup);
  const linked = await linkedTask(setup);
  const params = { sessionId: linked.sessionId };
  const reply = await project.as('linkWorkspace', { params, body: { workspaceId: randomUUID() } });
  return [before, (await project.session(sessionId)).status, said(reply)];
}

async function recovery({ project, node, client }: Setup) {
  let lost = 0;
  node.answer = () => (lost++ === 0 ? null : 201);
  const { taskId } = (await project.submit()).body;
  await project.ringRunner(taskId);
  await client.command({ advance: minute });
  await project.ringRunner(taskId);
  return node.running().length;
}

async function batches(setup: Setup) {
  const { project } = setup;
  const { sessionId, agent } = await linkedTask(setup);
  const other = await linkedTask(setup);
  const late = messageOf('late', { createdAt: 9_000 });
  const early = messageOf('early', { createdAt: 8_000 });
  const told: unknown[] = [];
  for (const batch of [
    [late, late],
    [early, 'bad'],
    [late, messageOf('new')],
  ]) {
    told.push((await project.append(sessionId, batch, agent)).body.results.map((result) => result.status));
    told.push((await project.history(sessionId)).map(({ seq, content }) => [seq, content]));
  }
  told.push((await project.append(other.sessionId, [late], other.agent)).body.results.map((result) => result.status));
  await project.as('stopSession', { params: { sessionId } });
  told.push(said(await project.append(sessionId, [messageOf('too late')], agent)));
  return [...told, await stock(setup)];
}

async function feed(setup: Setup) {
  const { project } = setup;
  const live = await subscribe(setup, 0);
  const { sessionId, agent } = await linkedTask(setup);
  await project.append(sessionId, [messageOf('one'), messageOf('two')], agent);
  await project.as('completeAgent', { params: { sessionId }, token: agent });
  const seen = await seenBy(live);
  return [seen, await seenBy(await subscribe(setup, 2)), await seenBy(await subscribe(setup, 0, sessionId))];
}

async function idle(setup: Setup) {
  const { project, client, node } = setup;
  const socket = await subscribe(setup, 0);
  await client.command({ faults: Array.from({ length: 9 }, () => ({ at: 'linkWorkspace', how: 'refuse' })) });
  const { taskId, sessionId } = (await project.submit()).body;
  await project.ringRunner(taskId);
  await client.command({ faults: [] });
  const unlinked = node.calls.at(-1)?.body?.token ?? '';
  await project.as('completeAgent', { params: { sessionId }, token: unlinked });
  await client.command({ advance: limits.idlePeriod });
  await project.ringProject();
  const linked = await linkedTask(setup);
  await project.as('completeAgent', { params: { sessionId: linked.sessionId }, token: linked.agent });
  await client.command({ advance: limits.idlePeriod - minute });
  await project.append(linked.sessionId, [messageOf('busy')], linked.agent);
  const told: unknown[] = [];
  for (const advance of [minute, limits.idlePeriod, minute]) {
    await client.command({ advance });
    await project.ringProject();
    told.push(await stock(setup));
  }
  return [...told, await seenBy(socket)];
}

async function atOnce({ project }: Setup) {
  const replies = await Promise.all(Array.from({ length: 8 }, () => project.submit()));
  return replies.map((reply) => said(reply)).sort();
}

async function sizes(setup: Setup) {
  const { project } = setup;
  for (let index = 0; index < 5; index++) await project.submit();
  const page = (await project.as('listTasks', { query: { limit: 3 } })).body;
  const query = { limit: 3, cursor: page.nextCursor ?? '0.00000000-0000-4000-8000-000000000000' };
  const rest = (await project.as('listTasks', { query })).body;
  const large = `{"padding":"${'x'.repeat(limits.bodyBytes)}","message":"m"}`;
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(large));
      controller.close();
    },
  });
  const headers = { 'idempotency-key': randomUUID() };
  return [
    [page.tasks.length, page.nextCursor !== null, rest.tasks.length],
    said(await project.as('submitTask', { headers, body: stream })),
    said(await project.submit('é'.repeat(limits.messageBytes - 1))),
  ];
}

async function unknownSession(setup: Setup) {
  const socket = await subscribe(setup, null);
  socket.send({ type: 'subscribe', sessionId: randomUUID(), after: null });
  const posted = await setup.project.append(randomUUID(), [messageOf('lost', { role: 'user' })]);
  return [await seenBy(socket), said(posted)];
}

async function access(setup: Setup) {
  const { project, client, node, worker } = setup;
  const { projectId } = project;
  const { sessionId } = await linkedTask(setup);
  const other = await client.token({ role: 'vm-agent', projectId, workspaceId: randomUUID() });
  const expired = await client.token({ role: 'user', projectId, userId: 'ada', expiresInSeconds: 0 });
  const elsewhere = (await client.call('createProject', { token: adminToken, body: { nodeUrl: node.url } })).body;
  const foreign = await client.token({ role: 'user', projectId: elsewhere.projectId, userId: 'ada' });
  const told: unknown[] = [said(await project.append(sessionId, [messageOf('not mine')], other))];
  for (const token of [expired, foreign, 'tok_unknown']) {
    const reply = await project.as('listTasks', { token });
    told.push(said(reply), JSON.stringify(reply.body).includes(token));
  }
  const opened = openSocket(`${worker.url}/v1/projects/${projectId}/events`, foreign);
  const socket = await opened.then(() => 'open').catch(String);
  return [...told, socket, await strangers(setup), await otherDaemon(setup)];
}

/** What somebody else gets of a live session, and somebody who is not known yet. */
async function strangers(setup: Setup) {
  const { project, client } = setup;
  const sessionId = await newSession(setup);
  const bob = await client.token({ role: 'user', projectId: project.projectId, userId: 'bob' });
  const tab = await openTab(setup);
  const watch = { type: 'watch', sessionId, after: 0 } as const;
  tab.send(watch);
  tab.send(helloOf(bob));
  await tab.next('connected');
  tab.send(watch);
  tab.send({ type: 'ping' });
  await tab.next('pong');
  tab.close();
  return tab.frames.map((frame) => (frame.type === 'error' ? frame.code : frame.type));
}

async function malformed(setup: Setup) {
  const headers = { 'idempotency-key': randomUUID() };
  const reply = await setup.project.as('submitTask', { headers, body: '{' });
  const socket = await subscribe(setup, null);
  socket.send('no frame');
  return [said(reply), await seenBy(socket).catch(String)];
}

export const chapters: Record<string, Chapter> = {
  'TASK-1': oneTask,
  'TASK-2': refusedSession,
  'TASK-3': refusedSession,
  'TASK-4': refusedSession,
  'TASK-5': linking,
  'TASK-6': linking,
  'TASK-7': recovery,
  'TASK-8': batches,
  'TASK-9': batches,
  'TASK-10': batches,
  'TASK-12': batches,
  'TASK-13': feed,
  'TASK-14': idle,
  'TASK-15': batches,
  'TASK-16': atOnce,
  'TASK-17': batches,
  'TASK-18': sizes,
  'TASK-19': unknownSession,
  'TASK-20': feed,
  'SAFE-1': access,
  'SAFE-2': malformed,
  'SAFE-3': access,
  'SAFE-4': access,
};
