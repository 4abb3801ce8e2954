import { describe, expect, test } from 'vitest';
import type { Fault } from '../../contracts/trace/index.ts';
import { ping, pong, subscribe, subscribed, Tab, unsubscribe, unsubscribed } from './tab.testing.ts';

const onFrame = (frame: string, fault: Fault) => new Tab([{ where: { actor: 'frontend', frame }, fault }]);

describe('a fault of a frame of the target', () => {
  const say = (tab: Tab) => () => tab.target.say(subscribed, pong, unsubscribed);

  test('duplicate: it arrives twice under one msg', async () => {
    const tab = onFrame('pong', { kind: 'duplicate' });
    await tab.after(say(tab));
    expect(tab.heard).toEqual(['open', 'subscribed', 'pong', 'pong', 'unsubscribed']);
    const delivered = tab.stage.history.filter((event) => event.kind === 'deliver' && event.message.type === 'frame');
    const msgs = delivered.map((event) => ('msg' in event ? event.msg : 0));
    expect(new Set(msgs).size).toBe(3);
    expect(msgs[1]).toBe(msgs[2]);
  });

  test('reorder: it changes places with the one after it', async () => {
    const tab = onFrame('pong', { kind: 'reorder' });
    await tab.after(say(tab), 2000);
    expect(tab.heard).toEqual(['open', 'subscribed', 'unsubscribed', 'pong']);
  });

  test('reorder of two in a row: the third overtakes both, and none is lost', async () => {
    const where = { actor: 'frontend' };
    const tab = new Tab(
      ['subscribed', 'pong'].map((frame) => ({ where: { ...where, frame }, fault: { kind: 'reorder' as const } })),
    );
    await tab.after(say(tab));
    expect(tab.heard).toEqual(['open', 'unsubscribed', 'subscribed', 'pong']);
  });

  test('reorder of the last: it comes a second later by itself, or before a close', async () => {
    const alone = onFrame('pong', { kind: 'reorder' });
    await alone.after(() => alone.target.say(pong), 999);
    expect(alone.heard).toEqual(['open']);
    await alone.stage.play(() => alone.stage.network.scheduler.advance(1));
    expect(alone.heard).toEqual(['open', 'pong']);
    const closed = onFrame('pong', { kind: 'reorder' });
    await closed.after(() => {
      closed.target.say(pong);
      closed.target.end(1000);
    });
    expect(closed.heard).toEqual(['open', 'pong', 'close 1000']);
  });

  test('delay: it arrives when its time has come, whatever comes in between', async () => {
    const tab = onFrame('pong', { kind: 'delay', ms: 500 });
    await tab.after(say(tab), 499);
    expect(tab.heard).toEqual(['open', 'subscribed', 'unsubscribed']);
    await tab.stage.play(() => tab.stage.network.scheduler.advance(1));
    expect(tab.heard).toEqual(['open', 'subscribed', 'unsubscribed', 'pong']);
  });

  test('delay beyond the life of the socket: it is dropped', async () => {
    const tab = onFrame('pong', { kind: 'delay', ms: 500 });
    const lines = await tab.after(() => {
      tab.target.say(pong);
      tab.target.end(1000);
    }, 500);
    expect(lines.at(-1)).toBe('network drops pong: the socket is closed');
  });

  test.each<[Fault, number, string]>([
    [{ kind: 'socket-dropped' }, 1006, 'unknown'],
    [{ kind: 'socket-closed', code: 1012 }, 1012, 'ok'],
  ])('%j: the frame is lost and the connection gone, for both', async (fault, code, outcome) => {
    const tab = onFrame('pong', fault);
    const lines = await tab.after(say(tab));
    expect(tab.heard).toEqual(['open', 'subscribed', `close ${code}`]);
    expect(tab.target.taken).toEqual(['terminated']);
    expect(lines).toEqual([
      'target sends subscribed',
      'target sends pong',
      `fault ${fault.kind}`,
      'network drops pong: the socket broke',
      `network sends close ${code}`,
      'target sends unsubscribed',
      'network drops unsubscribed: the socket is closed',
      'frontend gets subscribed',
      `frontend gets close ${code}`,
      `frontend ends events: ${outcome}, ${code}`,
    ]);
  });

  test('half-open: nothing arrives any more in either direction, and nobody is told', async () => {
    const tab = onFrame('pong', { kind: 'half-open' });
    const lines = await tab.after(() => {
      say(tab)();
      tab.socket.send(ping);
    });
    expect(tab.heard).toEqual(['open', 'subscribed']);
    expect(tab.target.taken).toEqual([]);
    expect(lines.filter((line) => line.startsWith('network drops'))).toEqual([
      'network drops pong: the connection is silent',
      'network drops unsubscribed: the connection is silent',
      'network drops ping: the connection is gone',
    ]);
  });

  test('half-open: neither end hears the other close', async () => {
    const byTarget = onFrame('pong', { kind: 'half-open' });
    const lines = await byTarget.after(() => {
      byTarget.target.say(pong);
      byTarget.target.end(1001);
    });
    expect(byTarget.heard).toEqual(['open']);
    expect(lines.slice(-2)).toEqual(['target sends close 1001', 'network drops close 1001: the connection is silent']);
    const byActor = onFrame('pong', { kind: 'half-open' });
    await byActor.after(() => {
      byActor.target.say(pong);
      byActor.stage.network.scheduler.after('gives up', 0, () => byActor.socket.close());
    });
    expect(byActor.heard).toEqual(['open', 'close 1000']);
    expect(byActor.target.taken).toEqual([]);
  });

  test('half-open: what was held back before does not arrive either', async () => {
    const tab = new Tab([
      { where: { frame: 'subscribed' }, fault: { kind: 'delay', ms: 10 } },
      { where: { frame: 'pong' }, fault: { kind: 'half-open' } },
    ]);
    const lines = await tab.after(say(tab), 10);
    expect(tab.heard).toEqual(['open']);
    expect(lines.at(-1)).toBe('network drops subscribed: the connection is silent');
  });
});

describe('two faults of one frame', () => {
  const plan = (...faults: Fault[]) => faults.map((fault) => ({ where: { frame: 'pong' }, fault }));
  const delay: Fault = { kind: 'delay', ms: 10 };
  const duplicate: Fault = { kind: 'duplicate' };

  test.each([[[delay, duplicate]], [[duplicate, delay]]])('%j: one comes now and one late', async (faults) => {
    const tab = new Tab(plan(...faults));
    await tab.after(() => tab.target.say(pong, unsubscribed), 10);
    expect(tab.heard).toEqual(['open', 'pong', 'unsubscribed', 'pong']);
    expect(tab.stage.network.faults.fired).toEqual([0, 1]);
  });

  test('nothing else happens to a frame in whose place the connection breaks', async () => {
    const tab = new Tab(plan(duplicate, { kind: 'socket-dropped' }));
    await tab.after(() => tab.target.say(pong));
    expect(tab.heard).toEqual(['open', 'close 1006']);
    expect(tab.stage.network.faults.fired).toEqual([1]);
  });
});

describe('a fault of a frame of the actor', () => {
  test.each<{ fault: Fault; taken: string[]; heard: string[] }>([
    { fault: { kind: 'duplicate' }, taken: ['subscribe', 'ping', 'ping', 'unsubscribe'], heard: [] },
    { fault: { kind: 'reorder' }, taken: ['subscribe', 'unsubscribe', 'ping'], heard: [] },
    { fault: { kind: 'delay', ms: 10 }, taken: ['subscribe', 'unsubscribe', 'ping'], heard: [] },
    { fault: { kind: 'half-open' }, taken: [], heard: [] },
    { fault: { kind: 'socket-dropped' }, taken: ['terminated'], heard: ['close 1006'] },
    { fault: { kind: 'socket-closed', code: 1011 }, taken: ['terminated'], heard: ['close 1011'] },
  ])('$fault.kind: the target takes $taken', async ({ fault, taken, heard }) => {
    const tab = onFrame('ping', fault);
    await tab.after(() => {
      for (const frame of [subscribe, ping, unsubscribe]) tab.socket.send(frame);
    }, 10);
    const typeOf = (text: string) => (text.startsWith('{') ? (JSON.parse(text) as { type: string }).type : text);
    expect(tab.target.taken.map(typeOf)).toEqual(taken);
    expect(tab.heard.slice(1)).toEqual(heard);
    expect(tab.stage.network.faults.fired).toEqual([0]);
  });
});
