import { judgeLive } from '../../live/testing.ts';
import type { HistoryBuilder } from '../../testing.ts';
import { connect, connected, ends, hello, prompted, reads, refusal, says, send, shows, socketOf } from '../testing.ts';
import { nothingBeforeConnected } from './nothing-before-connected.ts';
import { oneSocketATab } from './one-socket-a-tab.ts';
import { reconnectsBounded } from './reconnects-bounded.ts';
import { refusedAuthenticationIsFinal } from './refused-authentication-is-final.ts';
import { terminalUntouched } from './terminal-untouched.ts';

const opened = (h: HistoryBuilder, state = 'ready') => {
  h.verb('frontend', 'open', { sessionId: 's1' });
  const line = connect(h, 's1');
  shows(h, state, 's1');
  return line;
};
/** Attempts after these delays, each accepted and closed before `connected`. */
const attempts = (h: HistoryBuilder, delays: number[]) =>
  delays.map((delay) => {
    h.wait(delay);
    return socketOf(h, 'frontend').close();
  });
const all = [1000, 2000, 4000, 8000, 16_000];

judgeLive(reconnectsBounded, [
  [
    'passes five attempts that end visibly, and counts from zero after connected',
    (h) => {
      opened(h).close();
      h.wait(1000);
      const line = connect(h, 's1');
      line.close();
      attempts(h, all);
      shows(h, 'disconnected', 's1');
      h.wait(60_000);
      ends(h);
    },
  ],
  [
    'fails when a connection without an answer to hello is not given up',
    (h) => {
      const at = socketOf(h, 'frontend').says(hello());
      h.wait(12_000);
      ends(h);
      return [at];
    },
    /got no answer to hello and did not give the connection up/,
  ],
  [
    'fails when a server that accepts and closes is tried for ever',
    (h) => {
      opened(h).close();
      const [first = -1] = attempts(h, [1000]);
      h.wait(1000);
      socketOf(h, 'frontend');
      return [first];
    },
    /made attempt 2 after 1000 ms instead of 2000 ms/,
  ],
  [
    'fails when it is never connected at all and tried at once',
    (h) => {
      const first = socketOf(h, 'frontend').close();
      h.wait(10);
      socketOf(h, 'frontend');
      return [first];
    },
    /made attempt 1 after 10 ms instead of 1000 ms/,
  ],
  [
    'fails when there is a sixth attempt',
    (h) => {
      opened(h).close();
      const last = attempts(h, all).at(-1) ?? -1;
      h.wait(32_000);
      socketOf(h, 'frontend');
      return [last];
    },
    /tried to connect again after 5 attempts/,
  ],
  [
    'fails when a second drop is not tried again',
    (h) => {
      opened(h).close();
      h.wait(1000);
      const lost = connect(h, 's1').close();
      h.wait(60_000);
      ends(h);
      return [lost];
    },
    /lost its socket and did not try again/,
  ],
  [
    'fails when it gives up in silence',
    (h) => {
      opened(h).close();
      const last = attempts(h, all).at(-1) ?? -1;
      shows(h, 'connecting', 's1');
      h.wait(60_000);
      ends(h);
      return [last];
    },
    /gave up after 5 attempts and does not show it/,
  ],
  [
    'leaves out what is opened by hand, refused for good, or of no session',
    (h) => {
      opened(h).close();
      h.verb('frontend', 'reconnect', {});
      connect(h, 's1').close('target', 4401);
      h.verb('frontend', 'newSession', {});
      h.wait(60_000);
      ends(h);
    },
    'left out',
  ],
]);

judgeLive(refusedAuthenticationIsFinal, [
  [
    'passes a tab that stays away until it is told to come',
    (h) => {
      const line = socketOf(h, 'frontend');
      line.says(hello());
      line.close('target', 4401);
      h.wait(60_000);
      h.verb('frontend', 'reconnect', {});
      connect(h);
    },
  ],
  [
    'fails when a refused tab tries again',
    (h) => {
      const line = socketOf(h, 'frontend');
      line.says(hello());
      const refused = line.close('target', 1008);
      h.wait(1000);
      connect(h);
      return [refused];
    },
    /frontend tried again by itself after 1008/,
  ],
  [
    'fails when a handshake that is forbidden is tried again',
    (h) => {
      const step = h.send('frontend', 'live');
      step.answer(403, {});
      const refused = step.receive();
      connect(h);
      return [refused];
    },
    /tried again by itself after 403/,
  ],
  [
    'fails when an unknown token is connected',
    (h) => {
      h.report('caller:x', 'caller', { caller: 'unknown token', expect: 'access' });
      const line = socketOf(h, 'caller:x');
      const asked = line.says(hello());
      return [asked + 1, line.hears(connected())];
    },
    /A hello by unknown token was answered connected instead of 4401/,
  ],
  [
    'fails when the token of an agent is closed with another code',
    (h) => {
      const body = { projectId: 'p1', expiresInSeconds: 60, role: 'vm-agent', workspaceId: 'w1' };
      h.call('harness', 'createToken', { body }, 201, { token: 'token-of-w1' });
      const line = socketOf(h, 'caller:x');
      const asked = line.says(hello(null, 'token-of-w1')) + 1;
      return [asked, line.close('target', 4401) - 1];
    },
    /was answered 4401 instead of 1008/,
  ],
  [
    'fails when an expired token is connected',
    (h) => {
      const body = { projectId: 'p1', expiresInSeconds: 60, role: 'user', userId: 'alice' };
      h.call('harness', 'createToken', { body }, 201, { token: 'token-of-frontend' });
      h.wait(120_000);
      connect(h);
      return [];
    },
    /answered connected instead of 4401/,
  ],
  [
    'leaves out a hello under a fault, a socket that the network closes, and tokens nobody made',
    (h) => {
      connect(h).close();
      connect(h);
      const line = socketOf(h, 'caller:x');
      line.says(hello());
      h.fault('database-failed', line.op);
      line.close('target', 1011);
    },
    'left out',
  ],
]);

judgeLive(oneSocketATab, [
  [
    'passes one socket after another, each lost, dead or closed by hand, and one for each tab',
    (h) => {
      connect(h).close();
      const line = connect(h);
      h.verb('frontend', 'reload', {});
      line.close('frontend', 1000);
      const dead = socketOf(h, 'frontend');
      dead.loses(hello());
      h.wait(10_000);
      dead.close('frontend', 1000);
      connect(h);
      connect(h, null, 'frontend:b');
      ends(h);
    },
  ],
  [
    'fails when a tab opens a second socket',
    (h) => {
      connect(h);
      h.wait(1);
      const second = h.events.length;
      connect(h);
      return [second];
    },
    /frontend opened a second live socket/,
  ],
  [
    'fails when a tab closes its socket because something changed',
    (h) => {
      const line = connect(h);
      line.hears(prompted(1, 'a'));
      return [line.close('frontend', 1000)];
    },
    /closed its live socket by itself/,
  ],
  [
    'leaves out callers, and what is closed after the end',
    (h) => {
      connect(h, null, 'caller:x');
      connect(h, null, 'caller:x');
      ends(h);
      connect(h).close('frontend', 1000);
    },
    'left out',
  ],
]);

/** A tab that connects, with what was typed before. */
const queued = (h: HistoryBuilder, ...texts: string[]) => {
  h.verb('frontend', 'open', { sessionId: 's1' });
  shows(h, 'connecting', 's1');
  return texts.map((text) => says(h, text));
};
const readied = (h: HistoryBuilder) => {
  const line = connect(h, 's1');
  shows(h, 'ready', 's1');
  return line;
};

judgeLive(nothingBeforeConnected, [
  [
    'passes hello, connected, and then all in order',
    (h) => {
      queued(h, 'one', 'two');
      const line = readied(h);
      line.says(send('a', true, 'one'));
      line.says(send('b', true, 'two'));
      ends(h);
    },
  ],
  [
    'fails when a tab sends when its socket opens',
    (h) => {
      const line = socketOf(h, 'frontend');
      line.says(hello());
      return [line.says(send('a', false))];
    },
    /frontend sent send before it was connected/,
  ],
  [
    'fails when hello is not the first',
    (h) => [socketOf(h, 'frontend').says(send('a', false))],
    /sent send before hello/,
  ],
  [
    'fails when the queue is turned round',
    (h) => {
      queued(h, 'one', 'two');
      const line = readied(h);
      const second = line.says(send('b', true, 'two'));
      const first = line.says(send('a', true, 'one'));
      ends(h);
      return [second, first];
    },
    /sent what was typed first after what was typed later/,
  ],
  [
    'fails when the queue is lost',
    (h) => {
      const [typed = -1] = queued(h, 'one');
      readied(h);
      ends(h);
      return [typed];
    },
    /never sent what was typed before it was connected/,
  ],
  [
    'fails when the queue has no bound',
    (h) => {
      queued(h, ...Array.from({ length: 103 }, (_, count) => `message ${count}`));
      h.wait(1);
      return [says(h, 'last')].slice(1);
    },
    /took a message after 101 that wait, without a word/,
  ],
  [
    'fails when a message is refused too early',
    (h) => {
      const [typed = -1] = queued(h, 'one');
      return [typed, h.report('frontend', 'queue-refused', { text: 'one' })];
    },
    /refused a message after 0 that wait/,
  ],
  [
    'fails when connected is said to who said nothing',
    (h) => [socketOf(h, 'caller:x').hears(connected())],
    /said connected to caller:x, who had not said hello/,
  ],
  [
    'fails when something is told before connected',
    (h) => {
      const line = socketOf(h, 'caller:x');
      line.says(hello());
      return [line.hears(prompted(1, 'a'))];
    },
    /sent caller:x user_message before it was connected/,
  ],
  [
    'fails when a frame before hello is handled',
    (h) => {
      const line = socketOf(h, 'caller:x');
      const asked = line.says({ type: 'ping' }) + 1;
      return [asked, line.hears({ type: 'pong' })];
    },
    /sent caller:x pong before|ping of caller:x, before hello, was answered pong/,
  ],
  [
    'fails when a refused prompt is stored',
    (h) => {
      const line = socketOf(h, 'caller:x');
      const asked = line.says(send('a', false)) + 1;
      line.hears(refusal('not_connected', 'a'));
      return [asked, reads(h, [prompted(1, 'a')], 's1', 'observer')];
    },
    /A prompt of session s1 was refused as not_connected, and stored/,
  ],
  [
    'leaves out what was typed twice, left waiting in a session that was left, or refused',
    (h) => {
      queued(h, 'one', 'one', 'two');
      h.report('frontend', 'queue-refused', { text: 'nothing' });
      h.verb('frontend', 'switchTo', { sessionId: 's2' });
      readied(h);
      ends(h);
    },
  ],
]);

const terminal = (h: HistoryBuilder) => {
  h.verb('frontend', 'openTerminal', {});
  return socketOf(h, 'frontend', 'terminal');
};
const typed = (h: HistoryBuilder, data: string) => h.verb('frontend', 'type', { data });
const shown = (h: HistoryBuilder, output: string) => h.report('frontend', 'terminal', { state: 'open', output });

judgeLive(terminalUntouched, [
  [
    'passes a terminal that outlives the chat',
    (h) => {
      const line = terminal(h);
      connect(h).close();
      typed(h, 'ls');
      line.says({ type: 'input', data: 'ls' });
      line.hears({ type: 'output', data: 'ls\n' });
      shown(h, 'ls\n');
      h.verb('frontend', 'closeTerminal', {});
      line.close('frontend', 1000);
      ends(h);
    },
  ],
  [
    'fails when a terminal opens by itself',
    (h) => {
      const at = h.events.length;
      socketOf(h, 'frontend', 'terminal');
      return [at];
    },
    /opened a terminal that nobody asked for/,
  ],
  [
    'fails when the terminal is closed with the chat',
    (h) => {
      const line = terminal(h);
      connect(h).close();
      return [line.close('frontend', 1000)];
    },
    /closed its terminal by itself/,
  ],
  [
    'fails when what is typed does not leave',
    (h) => {
      terminal(h);
      const at = typed(h, 'ls');
      ends(h);
      return [at];
    },
    /never sent what was typed in its terminal/,
  ],
  [
    'fails when what is typed gets no output',
    (h) => {
      const at = terminal(h).says({ type: 'input', data: 'ls' });
      ends(h);
      return [at + 1];
    },
    /typed in its terminal got no output/,
  ],
  [
    'fails when output is not shown',
    (h) => {
      const line = terminal(h);
      const heard = line.hears({ type: 'output', data: 'ls' });
      ends(h);
      return [heard + 1];
    },
    /does not show all output of its terminal/,
  ],
  [
    'leaves out the live socket, and a terminal that broke',
    (h) => {
      connect(h).close();
      const line = socketOf(h, 'caller:x', 'terminal');
      line.says({ type: 'input', data: 'ls' });
      line.close();
      ends(h);
    },
    'left out',
  ],
]);
