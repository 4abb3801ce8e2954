import { describe, expect, test } from 'vitest';
import type { Fault, FaultPlanInput } from '../../contracts/trace/index.ts';
import { type ClientFrame, problem } from '../../contracts/wire/index.ts';
import type { Socket } from '../ports.ts';
import { json, type ScriptedSocket, TestStage } from './testing.ts';

const call = { operation: 'events' as const, params: { projectId: '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10' } };
const [subscribed, pong, unsubscribed] = [
  { type: 'subscribed', sessionId: null, cursor: 0 },
  { type: 'pong' },
  { type: 'unsubscribed', sessionId: null },
];
const [subscribe, ping, unsubscribe]: [ClientFrame, ClientFrame, ClientFrame] = [
  { type: 'subscribe', sessionId: null, after: 0 },
  { type: 'ping' },
  { type: 'unsubscribe', sessionId: null },
];

/** One socket of a frontend, and what is seen at both of its ends. */
class Tab {
  readonly stage: TestStage;
  /** What the actor was told: `open`, types of frames, `close` with its code and reason. */
  readonly heard: string[] = [];
  #socket: Socket | undefined;

  constructor(plan: FaultPlanInput = [], seed = 1) {
    this.stage = new TestStage(plan, seed);
  }

  open(wanted?: 'wrong on purpose'): this {
    this.#socket = this.stage.link('frontend', wanted).connect(call, {
      open: () => this.heard.push('open'),
      frame: (frame) => this.heard.push((frame as { type?: string }).type ?? String(frame)),
      close: (code, reason) => this.heard.push(`close ${code} ${reason}`.trim()),
    });
    return this;
  }

  get socket(): Socket {
    if (!this.#socket) throw new Error('Not opened.');
    return this.#socket;
  }

  get target(): ScriptedSocket {
    const [socket] = this.stage.transport.sockets;
    if (!socket) throw new Error('Never came in.');
    return socket;
  }

  /** Opens it, takes a step, and lets everything happen; then what came of the step, a line an event. */
  async after(step: () => void, wait = 0): Promise<string[]> {
    const { scheduler } = this.stage.network;
    let opened = 0;
    await this.stage.play(async () => {
      this.open();
      await scheduler.settle();
      opened = this.stage.lines.length;
      step();
      await scheduler.settle();
      if (wait > 0) await scheduler.advance(wait);
    });
    return this.stage.lines.slice(opened);
  }
}

const onFrame = (frame: string, fault: Fault) => new Tab([{ where: { actor: 'frontend', frame }, fault }]);
const asked = 'frontend sends events';
const arrived = 'target gets events';

describe('a socket without faults', () => {
  test('opens, carries frames both ways in order, and closes for both', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => {
      tab.target.say(subscribed, pong);
      tab.socket.send(ping);
      tab.socket.send(unsubscribe);
      tab.socket.close();
    });
    expect(tab.stage.lines.slice(0, 4)).toEqual([asked, arrived, 'target sends open', 'frontend gets open']);
    expect(tab.target.taken).toEqual([JSON.stringify(ping), JSON.stringify(unsubscribe), 'close 1000']);
    expect(tab.heard).toEqual(['open', 'close 1000']);
    expect(lines).toContain('frontend ends events: ok, 1000');
    expect(lines.filter((line) => line.startsWith('target gets'))).toEqual([
      'target gets ping',
      'target gets unsubscribe',
      'target gets close 1000',
    ]);
  });

  test('the first frame may come with the upgrade', async () => {
    const tab = new Tab();
    tab.stage.transport.upgrade = (socket) => {
      socket.open();
      socket.say(subscribed);
    };
    await tab.after(() => {});
    expect(tab.heard).toEqual(['open', 'subscribed']);
  });

  test('a close of the target arrives behind its frames, with its code', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => {
      tab.target.say(pong);
      tab.target.end(1008);
    });
    expect(tab.heard).toEqual(['open', 'pong', 'close 1008']);
    expect(lines).toEqual([
      'target sends pong',
      'target sends close 1008',
      'frontend gets pong',
      'frontend gets close 1008',
      'frontend ends events: ok, 1008',
    ]);
  });

  test('a connection that breaks is broken by the network, and its end is unknown', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => tab.target.end(1006));
    expect(lines).toEqual([
      'network sends close 1006',
      'frontend gets close 1006',
      'frontend ends events: unknown, 1006',
    ]);
  });

  test('what is under way when the actor closes is dropped, what it sends or closes afterwards is ignored', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => {
      tab.socket.close(4000);
      tab.socket.send(ping);
      tab.socket.close();
      tab.target.say(pong);
    });
    expect(tab.target.taken).toEqual(['close 4000']);
    expect(tab.heard).toEqual(['open', 'close 4000']);
    expect(lines).toEqual([
      'frontend sends close 4000',
      'frontend ends events: ok, 4000',
      'target sends pong',
      'network drops pong: the socket is closed',
      'target gets close 4000',
    ]);
  });

  test('what the actor sends when the target has closed goes nowhere', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => {
      tab.socket.send(ping);
      tab.target.end(1001);
    });
    expect(tab.target.taken).toEqual([]);
    expect(lines).toContain('network drops ping: the connection is gone');
    expect(lines).not.toContain('target gets ping');
  });

  test('a close of both ends at once is one close for the actor', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => {
      tab.target.end(1001);
      tab.socket.close();
    });
    expect(tab.heard).toEqual(['open', 'close 1000']);
    expect(lines.filter((line) => line.startsWith('network drops')).sort()).toEqual([
      'network drops close 1000: the connection is gone',
      'network drops close 1001: the socket is closed',
    ]);
  });

  test('closed before it is open: the target is asked, then told, and how far it came is unknown', async () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const tab = new Tab([], seed);
      const { stage } = tab;
      await stage.play(async () => tab.open().socket.close());
      expect(tab.heard).toEqual(['close 1000']);
      expect(tab.target.taken).toEqual(['close 1000']);
      expect(stage.network.sockets.size).toBe(0);
      expect(stage.lines.slice(0, 4)).toEqual([
        asked,
        'frontend sends close 1000',
        'frontend ends events: unknown, 1000',
        arrived,
      ]);
      expect(stage.lines).toContain('network drops open: the socket is closed');
    }
  });

  test('what is sent before it is open is ignored', async () => {
    const tab = new Tab();
    await tab.stage.play(async () => tab.open().socket.send(ping));
    expect(tab.target.taken).toEqual([]);
  });
});

describe('a refused upgrade', () => {
  test('closes the socket with its status, and is a definite failure where the contract says so', async () => {
    const tab = new Tab();
    tab.stage.transport.upgrade = (socket) => socket.end(1006, json(403, problem('forbidden', 'no')));
    await tab.after(() => {});
    expect(tab.heard).toEqual(['close 1006 HTTP 403']);
    expect(tab.stage.lines).toEqual([
      asked,
      arrived,
      'target sends 403',
      'frontend gets 403',
      'frontend ends events: failed, 403',
    ]);
  });

  test('is blamed on the target where it is none of the contract', async () => {
    const tab = new Tab();
    tab.stage.transport.upgrade = (socket) => socket.end(1006, json(403, { error: 'no' }));
    await tab.after(() => {});
    expect(tab.stage.lines).toContain('violation by target in 2');
  });

  test('that nobody waits for any more is dropped', async () => {
    const tab = new Tab();
    tab.stage.transport.upgrade = (socket) => socket.end(1006, json(403, problem('forbidden', 'no')));
    await tab.stage.play(async () => tab.open().socket.close());
    expect(tab.heard).toEqual(['close 1000']);
    const lines = tab.stage.lines.slice(3);
    expect(lines.slice(0, 2)).toEqual([arrived, 'target sends 403']);
    expect(lines.slice(2).sort()).toEqual([
      'network drops 403: nobody waits for it any more',
      'network drops close 1000: the connection is gone',
    ]);
  });
});

describe('a fault of the upgrade', () => {
  const opening = (fault: Fault) => new Tab([{ where: { operation: 'events', nth: 1 }, fault }]);

  test('lost: the target never sees it, the actor hears that it broke', async () => {
    const tab = opening({ kind: 'lost' });
    await tab.after(() => {});
    expect(tab.stage.transport.sockets).toEqual([]);
    expect(tab.heard).toEqual(['close 1006']);
    expect(tab.stage.lines).toEqual([
      asked,
      'fault lost',
      'network drops events: connection lost',
      'network sends close 1006',
      'frontend gets close 1006',
      'frontend ends events: unknown, 1006',
    ]);
  });

  test('status: something in between refuses, and the target never sees it', async () => {
    const tab = opening({ kind: 'status', status: 503 });
    await tab.after(() => {});
    expect(tab.stage.transport.sockets).toEqual([]);
    expect(tab.heard).toEqual(['close 1006 HTTP 503']);
    expect(tab.stage.lines).toEqual([
      asked,
      'fault status',
      'network drops events: answered on the way',
      'network sends 503',
      'frontend gets 503',
      'frontend ends events: unknown, 503',
    ]);
  });
});

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
    await tab.after(say(tab));
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

describe('a frame that is not as the contract says', () => {
  test('is blamed on who sent it, and arrives all the same', async () => {
    const tab = new Tab();
    const lines = await tab.after(() => {
      tab.target.say({ type: 'surprise' }, 'not json');
      tab.socket.send('{"type":"shout"}');
    });
    expect(tab.heard).toEqual(['open', 'surprise', 'not json']);
    expect(tab.target.taken).toEqual(['{"type":"shout"}']);
    const blamed = lines.filter((line) => line.startsWith('violation')).map((line) => line.split(' ')[2]);
    expect(blamed.sort()).toEqual(['simulator', 'target', 'target']);
  });

  test('is nobody’s fault when it was sent wrongly on purpose', async () => {
    const tab = new Tab();
    await tab.stage.play(async () => {
      tab.open('wrong on purpose');
      await tab.stage.network.scheduler.settle();
      tab.socket.send('{"type":"shout"}');
    });
    expect(tab.target.taken).toEqual(['{"type":"shout"}']);
    expect(tab.stage.lines.filter((line) => line.startsWith('violation'))).toEqual([]);
  });
});
