import { describe, expect, test } from 'vitest';
import { problem } from '../../contracts/wire/index.ts';
import { LinkError } from '../ports.ts';
import { answered, uuid } from '../testing.ts';
import { runtimesVerbs } from './runtimes.ts';
import { frontendWith, projectId } from './testing.ts';

const [agentId, chatId, taskId, issueId] = [uuid(1), uuid(2), uuid(3), uuid(4)];
const chat = (id: string) => ({
  chatId: id,
  agentId,
  title: 'A chat',
  sessionId: null,
  runtimeId: 'mac-1',
  workDir: null,
  createdAt: 1,
});

describe('Runtimes of a frontend', () => {
  test('are asked for as the project and user of the tab', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(answered(201, { agentId, name: 'Ada', runtimeId: 'mac-1' }));
    const { status, agent } = await frontend.runtimes.createAgent({ name: 'Ada', runtimeId: 'mac-1' });
    expect([status, agent?.agentId]).toEqual(['ok', agentId]);
    expect(link.calls).toMatchObject([
      {
        operation: 'createAgent',
        params: { projectId },
        token: 'user-token',
        body: { name: 'Ada', runtimeId: 'mac-1' },
      },
    ]);
  });

  test('A task whose answer was lost is sent again as it was', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(new LinkError('connection-lost'), new LinkError('connection-lost'));
    const queued = await frontend.runtimes.queue({ agentId, prompt: 'Fix it.' });
    expect(queued.status).toBe('unknown');
    await frontend.runtimes.queue(queued);
    expect(link.calls[1]?.body).toEqual(link.calls[0]?.body);
  });

  test('A chat and what is said in it are sent again as they were', async () => {
    const { frontend, link } = frontendWith();
    link.answer = () => answered(503, problem('unavailable', ''));
    const made = await frontend.runtimes.createChat({ agentId });
    await frontend.runtimes.createChat(made);
    const sent = await frontend.runtimes.send({ chatId, content: 'Hello' });
    await frontend.runtimes.send(sent);
    expect(made.problem?.code).toBe('unavailable');
    expect(link.calls[1]?.body).toEqual(link.calls[0]?.body);
    expect(link.calls[3]?.body).toEqual(link.calls[2]?.body);
  });

  test('Lists are read to their last page, of one agent alone where it is named', async () => {
    const { frontend, link } = frontendWith();
    link.script.push(
      answered(200, { chats: [chat(uuid(10))], nextCursor: 'more' }),
      answered(200, { chats: [chat(uuid(11))], nextCursor: null }),
    );
    const { chats } = await frontend.runtimes.listChats({ agentId });
    expect(chats.map((one) => one.chatId)).toEqual([uuid(10), uuid(11)]);
    expect(link.calls.map(({ query }) => query)).toEqual([{ agentId }, { agentId, cursor: 'more' }]);
  });

  test('Each method asks for what it is named after', async () => {
    const { frontend, link, journal } = frontendWith();
    const { runtimes } = frontend;
    link.answer = () => answered(404, problem('not_found', ''));
    await runtimes.moveAgent({ agentId, runtimeId: 'mac-2' });
    await runtimes.readAgent({ agentId });
    await runtimes.queue({ agentId, prompt: 'Fix it.', issueId, taskId });
    await runtimes.readChat({ chatId });
    await runtimes.readTask({ taskId });
    await runtimes.cancel({ taskId });
    await runtimes.removeRuntime({ runtimeId: 'mac-1' });
    await runtimes.listRuntimes();
    await runtimes.listTasks();
    await runtimes.taskMessages({ taskId });
    expect(link.calls.map(({ operation }) => operation)).toEqual(journal.verbs.map(({ name }) => name));
    expect(link.calls[2]?.body).toEqual({ taskId, issueId, prompt: 'Fix it.' });
  });

  test('Each verb is listed under its own name', () => {
    for (const [name, verb] of Object.entries(runtimesVerbs)) expect(verb.name).toBe(name);
  });
});
