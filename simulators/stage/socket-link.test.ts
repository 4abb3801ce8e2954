import { describe, expect, test } from 'vitest';
import type { Fault } from '../../contracts/trace/index.ts';
import { problem } from '../../contracts/wire/index.ts';
import { ping, pong, subscribed, Tab, unsubscribe } from './tab.testing.ts';
import { json } from './testing.ts';

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

  test('delay: the target is asked when its time has come', async () => {
    const tab = opening({ kind: 'delay', ms: 500 });
    await tab.after(() => {}, 499);
    expect(tab.stage.transport.sockets).toEqual([]);
    await tab.stage.play(() => tab.stage.network.scheduler.advance(1));
    expect(tab.heard).toEqual(['open']);
  });

  test('delay: closed meanwhile, it never gets there', async () => {
    const tab = opening({ kind: 'delay', ms: 500 });
    const lines = await tab.after(() => tab.socket.close(), 500);
    expect(tab.stage.transport.sockets).toEqual([]);
    expect(tab.heard).toEqual(['close 1000']);
    expect(lines.at(-1)).toBe('network drops events: nobody waits for it any more');
  });

  const refusal = json(403, problem('forbidden', 'no'));
  test.each([
    ['it takes', 'open', undefined],
    ['it refuses', '403', refusal],
  ] as const)(
    'answer-lost: the target has answered that %s, the actor hears that it broke',
    async (_what, said, answer) => {
      const tab = opening({ kind: 'answer-lost' });
      tab.stage.transport.upgrade = (socket) => (answer ? socket.end(1006, answer) : socket.open());
      await tab.after(() => {});
      expect(tab.heard).toEqual(['close 1006']);
      expect(tab.target.taken).toEqual(['terminated']);
      expect(tab.stage.lines).toEqual([
        asked,
        arrived,
        `target sends ${said}`,
        'fault answer-lost',
        `network drops ${said}: connection lost`,
        'network sends close 1006',
        'frontend gets close 1006',
        'frontend ends events: unknown, 1006',
      ]);
    },
  );

  test('timeout: nothing is heard of an open socket, until it is given up after ten seconds', async () => {
    const tab = opening({ kind: 'timeout' });
    tab.stage.transport.upgrade = (socket) => {
      socket.open();
      socket.say(subscribed);
    };
    await tab.after(() => {}, 9_999);
    expect([tab.heard, tab.target.taken]).toEqual([[], []]);
    await tab.stage.play(() => tab.stage.network.scheduler.advance(1));
    expect(tab.heard).toEqual(['close 1006']);
    expect(tab.target.taken).toEqual(['terminated']);
    expect(tab.stage.lines.filter((line) => line.includes('drops'))).toEqual([
      'network drops open: never came',
      'network drops subscribed: the connection is silent',
    ]);
  });

  test('timeout: a refusal is not heard either', async () => {
    const tab = opening({ kind: 'timeout' });
    tab.stage.transport.upgrade = (socket) => socket.end(1006, refusal);
    await tab.after(() => {}, 10_000);
    expect(tab.heard).toEqual(['close 1006']);
  });

  test('timeout: who closes before is not told again, and the target is not kept waiting', async () => {
    const tab = opening({ kind: 'timeout' });
    await tab.after(() => tab.socket.close(), 10_000);
    expect(tab.heard).toEqual(['close 1000']);
    expect(tab.target.taken).toEqual(['terminated']);
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
