import { judgeLive, type LiveHistoryBuilder } from '../testing.ts';
import { frontendTakesRunning } from './frontend-takes-running.ts';
import { routedByTheTable } from './routed-by-the-table.ts';
import { switchedTellsTheTruth } from './switched-tells-the-truth.ts';

const page = (h: LiveHistoryBuilder) => h.observeLive().s1 ?? -1;

judgeLive(switchedTellsTheTruth, [
  [
    'passes what the record and the events say',
    (h) => {
      h.idle();
      h.store('mode_changed', { mode: 'auto' });
      const line = h.live();
      line.switches('s1', { seq: 6, mode: 'auto', tokens: 3 });
      line.hears(h.state('CLOSING'));
      line.switches('s1', { seq: 7, mode: 'auto', tokens: 3, state: 'CLOSING', running: false });
      line.says({ type: 'watch', sessionId: 's1', after: null });
      line.hears({ type: 'watched', sessionId: 's1', seq: 7, running: false });
      h.observeLive();
    },
  ],
  [
    'fails when only the registry is asked',
    (h) => {
      h.idle();
      h.state('CLOSING');
      return [h.live().switches('s1', { seq: 6, state: 'CLOSING', tokens: 3, running: true }), page(h)];
    },
    /session_switched says running true of session s1, where it is false \(CLOSING\)/,
  ],
  [
    'fails for a running session that is called idle',
    (h) => {
      h.begun();
      const line = h.live();
      line.says({ type: 'reconnect', sessions: [{ sessionId: 's1', lastSeq: 4 }] });
      const sessions = [{ sessionId: 's1', status: 'replayed', seq: 4, running: false }];
      return [line.hears({ type: 'reconnected', sessions }), page(h)];
    },
    /reconnected says running false of session s1, where it is true/,
  ],
  [
    'fails when a field is missing, and when it has another value',
    (h) => {
      h.begun();
      const answer = { seq: 4, mode: undefined, cwd: '/', branch: 'x', worktree: 'y', tokens: 7, state: 'DETACHED' };
      return [h.live().switches('s1', answer), page(h)];
    },
    /says state DETACHED of session s1, where it is ACTIVE. \(and 5 more\)/,
  ],
  [
    'leaves out what a fault parted, where nothing mends it',
    (h) => {
      h.begun();
      const line = h.live();
      line.says({ type: 'watch', sessionId: 's1', after: null });
      h.fault('registry-diverged', line.op);
      line.hears({ type: 'watched', sessionId: 's1', seq: 4, running: false });
      h.observeLive();
    },
    'left out',
  ],
]);

const looks = (h: LiveHistoryBuilder, running: boolean, state: string, seq: number) =>
  h.live().switches('s1', { seq, state, running });

judgeLive(routedByTheTable, [
  [
    'passes a prompt to the loop, a new loop after the end, and what is refused',
    (h) => {
      h.idle();
      const line = h.live();
      h.user('c2');
      line.prompts('s1', 'c2', 'say c2', { seq: 6 });
      h.wait(500);
      h.complete('c2');
      h.wait(500);
      h.state('CLOSING');
      h.state('ENDED');
      h.wait(500);
      h.state('CREATED');
      h.user('c3');
      line.prompts('s1', 'c3', 'say c3', { seq: 11 });
      h.state('STARTING', 2);
      h.wait(500);
      h.complete('c3', 2);
      line.says({ type: 'switch_session', sessionId: 's9', after: null });
      line.hears({ type: 'error', code: 'not_found', detail: '', sessionId: 's9' });
      h.observeLive();
    },
  ],
  [
    'passes either where it is not known how a fault parted registry and store',
    (h) => {
      h.begun();
      h.wait(100);
      const line = h.live();
      line.says({ type: 'switch_session', sessionId: 's1', after: null });
      h.fault('registry-diverged', line.op);
      line.hears({ type: 'session_switched', sessionId: 's1', seq: 6, state: 'ENDED', running: false });
      h.interrupted('c1');
      h.state('ENDED');
      h.observeLive();
    },
  ],
  [
    'fails when a running loop is not given the prompt',
    (h) => {
      h.idle();
      const line = h.live();
      h.state('ENDED');
      h.state('CREATED');
      h.user('c2');
      const accepted = line.prompts('s1', 'c2', 'say c2', { seq: 8 });
      h.state('STARTING', 2);
      h.complete('c2', 2);
      h.observeLive();
      return [accepted];
    },
    /send to session s1, which was ACTIVE, should deliver, but run 2 took it instead of run 1/,
  ],
  [
    'fails when a session that ended is given to its old loop',
    (h) => {
      h.idle();
      h.state('CLOSING');
      h.state('ENDED');
      h.wait(100);
      h.user('c2');
      const accepted = h.live().prompts('s1', 'c2', 'say c2', { seq: 8 });
      h.complete('c2', 1);
      h.observeLive();
      return [accepted];
    },
    /which was ENDED, should resume, but run 1 took it instead of run 2/,
  ],
  [
    'fails when a look says the wrong thing, and when a session that is known is refused',
    (h) => {
      h.begun();
      h.wait(100);
      const idle = looks(h, false, 'ACTIVE', 4);
      const line = h.live('caller:b', 'token-of-frontend');
      line.says({ type: 'reconnect', sessions: [{ sessionId: 's1', lastSeq: 0 }] });
      const sessions = [{ sessionId: 's1', status: 'not_found', seq: 0, running: false }];
      const refused = line.hears({ type: 'reconnected', sessions });
      h.observeLive();
      return [idle, refused];
    },
    /switch_session to session s1, which was ACTIVE, should answer-running, but the answer says running: false. \(and 1 more\)/,
  ],
  [
    'fails when a session that does not exist is not refused',
    (h) => {
      const switched = h.live().switches('s9', { seq: 0, state: 'ENDED', running: false });
      h.observeLive();
      h.call('observer', 'listTasks', {}, 200, { tasks: [], nextCursor: null });
      return [switched];
    },
    /switch_session to session s9, which was unknown, should refuse, but it was not refused/,
  ],
  [
    'leaves out what comes right after a restart, beside a stop, and from another user',
    (h) => {
      h.begun();
      h.wait(100);
      h.fault('object-reset');
      looks(h, false, 'ENDED', 4);
      h.begun('s2');
      h.wait(100);
      const line = h.live();
      line.says({ type: 'stop', sessionId: 's2' });
      line.says({ type: 'switch_session', sessionId: 's2', after: null });
      line.hears({ type: 'session_switched', sessionId: 's2', seq: 4, state: 'ACTIVE', running: false });
      h.begun('s3');
      h.wait(100);
      const other = h.live('caller:b');
      other.says({ type: 'switch_session', sessionId: 's3', after: null });
      other.hears({ type: 'error', code: 'not_found', detail: '', sessionId: 's3' });
      h.observeLive();
    },
    'left out',
  ],
]);

const shows = (h: LiveHistoryBuilder, running: boolean) =>
  h.report('frontend', 'chat', { state: 'ready', input: 'open', sessionId: 's1', running });
const types = (h: LiveHistoryBuilder) => h.verb('frontend', 'say', { text: 'Hi' });
const sends = { type: 'send', sessionId: 's1', clientMsgId: 'c1', prompt: 'Hi', resume: true };

judgeLive(frontendTakesRunning, [
  [
    'fails when a message is held back though the reply before it has failed',
    (h) => {
      h.begun();
      const line = h.live();
      for (const event of h.stored.get('s1') ?? []) line.hears(event);
      const end = line.hears(h.failed('c1'));
      shows(h, true);
      const messages = [{ role: 'user', text: 'Held', status: 'queued', tools: [] }];
      const shown = h.report('frontend', 'transcript', { sessionId: 's1', messages });
      h.observeLive();
      return [end + 1, shown];
    },
    /frontend holds "Held" back in session s1, where nothing runs/,
  ],
  [
    'passes when it shows what it was told, and sends at once',
    (h) => {
      const line = h.live();
      line.switches('s1', { seq: 1, running: false });
      shows(h, false);
      types(h);
      line.says(sends);
    },
  ],
  [
    'passes a reply that the history shows, begun since the answer',
    (h) => {
      h.idle();
      h.live().switches('s1', { seq: 5, running: true });
      h.user('c2');
      const events = [...(h.stored.get('s1') ?? [])];
      h.call('frontend', 'liveHistory', { params: { sessionId: 's1' } }, 200, { events, nextAfter: null });
      shows(h, true);
      h.observeLive();
    },
  ],
  [
    'leaves out a switch that is answered when a message is on its way already',
    (h) => {
      h.idle();
      const line = h.live();
      types(h);
      line.says({ ...sends, clientMsgId: 'c2' });
      line.switches('s1', { seq: 5, running: true });
      shows(h, true);
      h.observeLive();
    },
    'left out',
  ],
  [
    'fails when it keeps to what it remembers',
    (h) => {
      const line = h.live();
      const stale = shows(h, true);
      line.switches('s1', { seq: 1, running: false });
      return [stale];
    },
    /frontend was told that session s1 has running false, and shows true/,
  ],
  [
    'fails when a message waits behind a stale flag',
    (h) => {
      const line = h.live();
      line.switches('s1', { seq: 1, running: false });
      shows(h, false);
      const typed = types(h);
      h.wait(5_000);
      return [typed, line.says(sends) - 1];
    },
    /held a message for 5000 ms in session s1, where nothing ran/,
  ],
  [
    'fails when the first message to an idle loop, typed before the answer came, waits',
    (h) => {
      h.idle();
      h.report('frontend', 'chat', { state: 'connecting', input: 'open', sessionId: 's1', running: false });
      const typed = types(h);
      h.live().switches('s1', { seq: 5, running: true });
      shows(h, false);
      h.wait(5_000);
      h.observeLive();
      return [typed];
    },
    /never sent a message to session s1, where nothing ran\.$/,
  ],
  [
    'fails when a message is never sent',
    (h) => {
      h.live().switches('s1', { seq: 1, running: false });
      shows(h, false);
      const typed = types(h);
      h.wait(5_000);
      h.observeLive();
      return [typed];
    },
    /never sent a message to session s1/,
  ],
  [
    'leaves out a tab that is not ready, and whoever is no frontend',
    (h) => {
      h.live('caller:b').switches('s1', { seq: 1, running: false });
      h.live().switches('s1', { seq: 1, running: false });
      h.report('frontend', 'chat', { state: 'disconnected', input: 'blocked', sessionId: 's1', running: true });
      types(h);
    },
    'left out',
  ],
]);
