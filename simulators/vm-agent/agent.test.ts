import { describe, expect, test } from 'vitest';
import { answered, settle, uuid } from '../testing.ts';
import { VmAgent } from './agent.ts';
import { MemoryDisk } from './disk.ts';
import { messagesOf, order, promptId, startedAgent, storesAll, workingAgent, workspaceId } from './testing.ts';
import { vmAgentVerbs } from './verbs.ts';

const stopOrder = { operation: 'deleteWorkspace' as const, params: { workspaceId }, body: undefined };

describe('Orders of the provider', () => {
  test('A workspace is run once, however often it is ordered', async () => {
    const { agent, link, journal } = await startedAgent();
    expect((await link.ask(order())).status).toBe(201);
    expect(await link.ask(order())).toMatchObject({ status: 200, body: { workspaceId } });
    expect(agent.running().map((workspace) => workspace.workspaceId)).toEqual([workspaceId]);
    expect(journal.of('workspace-started')).toEqual([{ workspaceId, taskId: uuid(904), sessionId: uuid(905) }]);
  });

  test('The prompt goes back to its session under its own id as a message of the user, after two seconds', async () => {
    const { link, clock } = await startedAgent();
    await link.ask(order());
    await clock.advance(1_999);
    expect(link.calls).toEqual([]);
    await clock.advance(1);
    expect(link.calls).toMatchObject([
      { operation: 'appendMessages', params: { projectId: uuid(903), sessionId: uuid(905) }, token: 'first-token' },
    ]);
    expect(link.calls[0]?.timeout).toBe(10_000);
    expect(messagesOf(link.calls[0] ?? fail())).toMatchObject([
      { messageId: promptId, role: 'user', content: 'Do it.' },
    ]);
  });

  test('A workspace that is stopped runs no more, and stopping it again changes nothing', async () => {
    const { agent, link, journal } = await startedAgent();
    await link.ask(order());
    expect((await link.ask(stopOrder)).status).toBe(204);
    expect((await link.ask(stopOrder)).status).toBe(204);
    expect(agent.running()).toEqual([]);
    expect(journal.of('workspace-stopped')).toHaveLength(1);
    expect((await link.ask(order())).status).toBe(200);
    expect(agent.running()).toEqual([]);
  });

  test('What was waiting when a workspace is stopped is still delivered, at once', async () => {
    const { agent, link } = await startedAgent();
    await link.ask(order());
    await link.ask(stopOrder);
    await agent.delivered();
    expect(link.calls).toHaveLength(1);
  });

  test('An order that is not as the contract says is refused and runs nothing', async () => {
    const { agent, link } = await startedAgent();
    expect(await link.ask(order({ token: 7 }))).toMatchObject({ status: 400, body: { code: 'malformed_request' } });
    expect((await link.ask({ ...order(), params: { workspaceId: 'w' } })).status).toBe(400);
    expect(agent.running()).toEqual([]);
  });

  test('A node may refuse an order, with the problem of that status', async () => {
    const { agent, link } = await startedAgent({ onOrder: () => ({ refuse: 503 }) });
    expect(await link.ask(order())).toMatchObject({ status: 503, body: { status: 503, code: 'unavailable' } });
    expect(agent.running()).toEqual([]);
  });

  test.each([
    ['runs', 1],
    ['does-not-run', 0],
  ] as const)('A silent node never answers; one that %s has %i running', async (silent, running) => {
    const { agent, link } = await startedAgent({ onOrder: () => ({ silent }) });
    let isAnswered = false;
    void link.ask(order()).then(() => {
      isAnswered = true;
    });
    await settle();
    expect(isAnswered).toBe(false);
    expect(agent.running()).toHaveLength(running);
  });
});

describe('Waiting for an agent', () => {
  test('assigned resolves with one workspace after the other, also when they come later', async () => {
    const { agent, link } = await startedAgent();
    const first = agent.assigned();
    await link.ask(order());
    await link.ask({ ...order(), params: { workspaceId: uuid(7) } });
    expect((await first).workspaceId).toBe(workspaceId);
    expect((await agent.assigned()).workspaceId).toBe(uuid(7));
  });

  test('delivered waits until the outbox is empty', async () => {
    const { agent, link, clock } = await startedAgent();
    await link.ask(order());
    let isDelivered = false;
    void agent.delivered().then(() => {
      isDelivered = true;
    });
    await settle();
    expect(isDelivered).toBe(false);
    await clock.advance(2_000);
    expect(isDelivered).toBe(true);
  });

  test('No timer is armed while there is nothing to send', async () => {
    const { agent, clock } = await workingAgent();
    expect(clock.armed).toBe(0);
    agent.report({ role: 'assistant', content: 'a' });
    agent.report({ role: 'assistant', content: 'b' });
    expect(clock.armed).toBe(1);
    await clock.advance(2_000);
    expect(clock.armed).toBe(0);
  });
});

describe('Verbs', () => {
  test('A verb is journaled with its arguments', async () => {
    const { agent, journal } = await workingAgent();
    const id = agent.report({ role: 'assistant', content: 'Done.', messageId: uuid(1) });
    expect(id).toBe(uuid(1));
    expect(journal.verbs).toEqual([
      { name: 'report', args: { role: 'assistant', content: 'Done.', messageId: uuid(1) } },
    ]);
  });

  test('A verb that is not enabled is journaled with the reason and does nothing', async () => {
    const { agent, journal, clock } = await startedAgent();
    expect(agent.report({ role: 'assistant', content: 'x' })).toBeUndefined();
    await agent.complete();
    expect(journal.verbs.map(({ refused }) => refused)).toEqual(Array(2).fill('no such workspace was accepted'));
    expect(clock.armed).toBe(0);
  });

  test('A message with the id of one on its way is not taken', async () => {
    const { agent, journal } = await workingAgent();
    agent.report({ role: 'assistant', content: 'a', messageId: uuid(1) });
    expect(agent.report({ role: 'assistant', content: 'b', messageId: uuid(1) })).toBeUndefined();
    expect(journal.verbs[1]?.refused).toBe('a message with this id is on its way');
    expect(agent.waiting()).toHaveLength(1);
  });

  test('Wrong arguments are an error that says which', async () => {
    const { agent } = await workingAgent();
    expect(() => agent.report({ role: 'assistant', content: '' })).toThrow(/Failed to report.*content/s);
  });

  test('A token is never journaled', async () => {
    const { agent, journal } = await workingAgent();
    agent.renewToken({ token: 'second-token' });
    expect(JSON.stringify(journal)).not.toContain('second-token');
  });

  test('Each verb is listed under its own name', () => {
    for (const [name, verb] of Object.entries(vmAgentVerbs)) expect(verb.name).toBe(name);
  });
});

describe('A restart', () => {
  test('Workspaces, tokens and outboxes come back, and messages keep their ids and order', async () => {
    const { agent, link, clock } = await workingAgent();
    agent.renewToken({ token: 'second-token' });
    const ids = ['a', 'b', 'c'].map((content) => agent.report({ role: 'assistant', content }));
    agent.restart();
    expect(agent.running()).toHaveLength(1);
    await clock.advance(2_000);
    expect(link.calls).toMatchObject([{ token: 'second-token' }]);
    expect(messagesOf(link.calls[0] ?? fail()).map(({ messageId }) => messageId)).toEqual(ids);
  });

  test('An answer under way finds nobody: the batch is sent again', async () => {
    const { agent, link, clock } = await workingAgent();
    agent.report({ role: 'assistant', content: 'a' });
    agent.flush();
    agent.restart();
    await settle();
    expect(agent.waiting()).toHaveLength(1);
    await clock.advance(2_000);
    expect(link.calls).toHaveLength(2);
    expect(link.calls[1]?.body).toEqual(link.calls[0]?.body);
    expect(agent.waiting()).toEqual([]);
  });

  test('An answer to the old process changes nothing for the new one', async () => {
    const { agent, link, clock, journal } = await workingAgent();
    link.script.push(answered(401));
    agent.report({ role: 'assistant', content: 'a' });
    agent.flush();
    agent.restart();
    await settle();
    expect(journal.reports).toEqual([]);
    await clock.advance(2_000);
    expect(agent.waiting()).toEqual([]);
  });

  test('Timers of the old process are gone', async () => {
    const { agent, link, clock } = await workingAgent();
    link.script.push(answered(503));
    agent.report({ role: 'assistant', content: 'a' });
    agent.flush();
    await settle();
    agent.restart();
    expect(clock.armed).toBe(1);
    await clock.advance(60_000);
    expect(link.calls).toHaveLength(2);
  });

  test('A delay the provider asked for is kept', async () => {
    const { agent, link, clock } = await workingAgent();
    link.script.push(answered(429, undefined, { 'retry-after': '60' }));
    agent.report({ role: 'assistant', content: 'a' });
    agent.flush();
    await settle();
    agent.restart();
    await clock.advance(59_999);
    expect(link.calls).toHaveLength(1);
    await clock.advance(1);
    expect(link.calls).toHaveLength(2);
  });

  test('A completion that was wanted is still said, and its wait goes on', async () => {
    const { agent, link, clock } = await workingAgent();
    link.script.push('never');
    const completed = agent.complete();
    agent.restart();
    await clock.advance(2_000);
    await completed;
    expect(link.calls.map(({ operation }) => operation)).toEqual(['completeAgent', 'completeAgent']);
  });

  test('Another agent on the same disk takes up the work', async () => {
    const disk = new MemoryDisk();
    const { agent, ...ports } = await workingAgent({ disk });
    agent.report({ role: 'assistant', content: 'a' });
    await agent.close();
    const other = new VmAgent(ports, { disk });
    await other.start();
    ports.link.answer = storesAll;
    await ports.clock.advance(2_000);
    expect(other.waiting()).toEqual([]);
    expect(ports.link.calls).toHaveLength(1);
  });
});

function fail(): never {
  throw new Error('Nothing was sent.');
}
