import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { limits } from '../../contracts/wire/index.ts';
import { connectTab, helloOf, newSession, openTab, promptOf } from './testing/live.ts';
import { openSocket } from './testing/miniflare.ts';
import { attack, setUp } from './testing/setup.ts';

const setup = setUp();

describe('a connection', () => {
  test('watches sixteen sessions, each on its own, and no more', async () => {
    const ids = await Promise.all(Array.from({ length: limits.watches + 1 }, () => newSession(setup)));
    const [last = '', ...others] = ids;
    const tab = await connectTab(setup);
    const sessions = others.map((sessionId) => ({ sessionId, lastSeq: 1 }));
    await tab.ask({ type: 'reconnect', sessions }, 'reconnected');
    expect(await tab.ask({ type: 'watch', sessionId: last, after: null }, 'error')).toMatchObject({
      code: 'too_many_watches',
      sessionId: last,
    });
    expect(await tab.ask(promptOf(last, 'hi'), 'error')).toMatchObject({ code: 'too_many_watches' });
    await tab.ask({ type: 'unwatch', sessionId: others[0] ?? '' }, 'unwatched');
    await tab.ask({ type: 'set_mode', sessionId: others[1] ?? '', mode: 'auto' }, 'mode_set');
    expect((await tab.next('mode_changed')).sessionId).toBe(others[1]);
    const untouched = await setup.project.as('getLiveSession', { params: { sessionId: last } });
    expect(untouched.body).toMatchObject({ seq: 1, mode: 'ask' });
    tab.close();
  });

  test('whose token expires is closed when there is something that it may not hear any more', async () => {
    const { client, project } = setup;
    const { projectId } = project;
    const token = await client.token({ role: 'user', projectId, userId: 'ada', expiresInSeconds: 60 });
    const sessionId = await newSession(setup);
    const tab = await connectTab(setup, token);
    await tab.ask(promptOf(sessionId, '/hang'), 'accepted');
    await tab.next('message_start');
    await client.command({ advance: 60_000 });
    const other = await connectTab(setup);
    await other.ask({ type: 'stop', sessionId }, 'stopping');
    expect(await tab.closing()).toBe(4401);
    other.close();
  });

  test('of a terminal echoes what is typed, whatever becomes of the sessions', async () => {
    const { worker, project, client } = setup;
    const socket = await openSocket(`${worker.url}/v1/projects/${project.projectId}/terminal`, project.user);
    await client.command({ live: { project: project.projectId, how: 'lose', sessionId: randomUUID() } });
    socket.send({ type: 'input', data: 'ls' });
    socket.send({ type: 'input' });
    await socket.until('error');
    expect(socket.frames).toMatchObject([
      { type: 'output', data: 'ls' },
      { type: 'error', code: 'malformed_frame' },
    ]);
    await socket.close();
  });
});

describe('a hello', () => {
  test('that is refused closes the socket with the code that says why', async () => {
    const { project, client } = setup;
    const { projectId } = project;
    const expired = await client.token({ role: 'user', projectId, userId: 'ada', expiresInSeconds: 0 });
    const agent = await client.token({ role: 'vm-agent', projectId, workspaceId: randomUUID() });
    for (const [token, code] of [
      ['unknown', 4401],
      [expired, 4401],
      [agent, 1008],
    ] as const) {
      const tab = await openTab(setup);
      tab.send(helloOf(token));
      expect(await tab.closing()).toBe(code);
      expect(tab.frames).toEqual([]);
    }
  });

  test('comes before everything else', async () => {
    const tab = await openTab(setup);
    expect(await tab.ask({ type: 'ping' }, 'error')).toMatchObject({ code: 'not_connected' });
    const faults = await attack(setup, { at: 'FROM tokens', how: 'lose' });
    expect(await tab.ask(helloOf(setup.project.user), 'error')).toMatchObject({ code: 'unavailable' });
    await faults.spent();
    await tab.ask(helloOf(setup.project.user), 'connected');
    await tab.ask({ type: 'ping' }, 'pong');
    expect(await tab.ask(helloOf(setup.project.user), 'error')).toMatchObject({ code: 'already_connected' });
    tab.send({ ...helloOf(setup.project.user), protocolVersion: 2 });
    expect((await tab.next('error')).code).toBe('already_connected');
    tab.send({ type: 'nonsense' });
    expect((await tab.next('error')).code).toBe('malformed_frame');
    tab.close();
  });
});
