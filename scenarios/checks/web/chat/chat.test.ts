import { judgeLive } from '../../live/testing.ts';
import type { HistoryBuilder } from '../../testing.ts';
import {
  accepted,
  called,
  completed,
  connect,
  creates,
  ends,
  entry,
  gave,
  moded,
  prompted,
  reads,
  refusal,
  says,
  send,
  shows,
  switched,
  transcript,
} from '../testing.ts';
import { chunksMerge } from './chunks-merge.ts';
import { errorsShown } from './errors-shown.ts';
import { inputFollowsState } from './input-follows-state.ts';
import { modeOfItsSession } from './mode-of-its-session.ts';
import { reloadRestores } from './reload-restores.ts';
import { tabsIndependent } from './tabs-independent.ts';
import { toolResultsPaired } from './tool-results-paired.ts';
import { unknownIsNotCreated } from './unknown-is-not-created.ts';

const opens = (h: HistoryBuilder, sessionId = 's1') => h.verb('frontend', 'open', { sessionId });
const start = {
  type: 'message_start',
  sessionId: 's1',
  messageId: 'r-a',
  clientMsgId: 'a',
  run: 1,
  text: '',
  index: 0,
};
const chunk = (index: number, text: string) => ({ type: 'chunk', sessionId: 's1', messageId: 'r-a', index, text });
const done = (h: HistoryBuilder) => {
  h.wait(1);
  ends(h);
};
/** A tab that is ready in a session whose events reached it. */
const watching = (h: HistoryBuilder, ...events: Record<string, unknown>[]) => {
  opens(h);
  reads(h, []);
  const line = connect(h, 's1');
  shows(h, 'ready', 's1');
  return { line, heard: events.map((event) => line.hears(event) + 1) };
};

judgeLive(chunksMerge, [
  [
    'passes pieces from the beginning and from the middle, and replies shown as they ended',
    (h) => {
      const { line } = watching(h, start, chunk(0, 'Echo: '), chunk(1, 'hi'), completed(2, 'a', 'Echo: hi'));
      transcript(h, [entry('user', 'hi'), entry('assistant', 'Echo: hi')]);
      line.hears({ ...start, text: 'Echo: ', index: 1 });
      line.hears(chunk(1, 'hi'));
      line.hears(completed(2, 'a', 'Echo: hi'));
      done(h);
    },
  ],
  [
    'passes an end that comes when what was said meanwhile was not watched',
    (h) => {
      const { line } = watching(h, start, chunk(0, 'a'));
      line.hears({ type: 'suspended', sessions: [{ sessionId: 's1' }] });
      line.hears(completed(2, 'a', 'abc'));
      transcript(h, [entry('assistant', 'abc')]);
      done(h);
    },
  ],
  [
    'fails when a piece is missing',
    (h) =>
      watching(h, start, chunk(0, 'a'), chunk(2, 'c'))
        .heard.slice(1)
        .map((event) => event - 1),
    /chunk 2 of a reply instead of chunk 1/,
  ],
  [
    'fails when the pieces are not the content',
    (h) => {
      watching(h, start, chunk(0, 'a'), completed(2, 'a', 'b'));
    },
    /The chunks of a reply to frontend are not its content/,
  ],
  [
    'fails for a piece of a reply that has not begun',
    (h) => {
      watching(h, chunk(0, 'a'));
    },
    /a chunk of a reply that has not begun/,
  ],
  [
    'fails when a reply is not shown',
    (h) => {
      const { heard } = watching(h, completed(2, 'a', 'Echo: hi'));
      done(h);
      return heard;
    },
    /does not show "Echo: hi", a reply of session s1 that it got/,
  ],
  [
    'fails when a reply is shown twice',
    (h) => {
      watching(h, completed(2, 'a', 'Echo: hi'));
      const shown = transcript(h, [entry('assistant', 'Echo: hi'), entry('assistant', 'Echo: hi')]);
      done(h);
      return [shown];
    },
    /shows "Echo: hi" in session s1, more than once/,
  ],
  [
    'fails when the pieces stay beside the reply they became',
    (h) => {
      watching(h, prompted(1, 'a'), start, chunk(0, 'Echo'), completed(2, 'a', 'Echo'));
      const shown = transcript(h, [entry('assistant', 'Echo', 'streaming'), entry('assistant', 'Echo')]);
      done(h);
      return [shown];
    },
    /shows "Echo" in session s1 as still coming, though all has ended/,
  ],
  [
    'fails when another text is shown',
    (h) => {
      watching(h, completed(2, 'a', 'Echo: hi'));
      const shown = transcript(h, [entry('assistant', 'Echo: hi'), entry('assistant', 'Echo: Echo:')]);
      done(h);
      return [shown];
    },
    /shows "Echo: Echo:" in session s1, which is no reply of it/,
  ],
  [
    'leaves out a tab that is not ready or hidden, and what comes in the last moment',
    (h) => {
      watching(h, completed(2, 'a', 'Echo: hi'));
      h.verb('frontend', 'hide', {});
      h.wait(1);
      h.verb('frontend', 'switchTo', { sessionId: 's2' });
      connect(h, null, 'frontend:b').hears(completed(2, 'a', 'Echo: hi'));
      done(h);
    },
    'left out',
  ],
]);

const tool = (result: string | null = 'ls did /', id = 'x') => ({ id, name: 'ls', input: '/', result });
const tooled = [prompted(1, 'a'), called(2, 'x'), gave(3, 'x'), completed(4, 'a', 'Echo')];

judgeLive(toolResultsPaired, [
  [
    'passes a result that follows its call, stored and shown',
    (h) => {
      watching(h, ...tooled);
      transcript(h, [entry('assistant', 'Echo', 'complete', [tool()])]);
      done(h);
    },
  ],
  [
    'fails for a result without a call',
    (h) => [reads(h, [prompted(1, 'a'), gave(2, 'x')])],
    /a result of tool call x, which was not made/,
  ],
  [
    'fails for a result that comes twice',
    (h) => [reads(h, [prompted(1, 'a'), called(2, 'x'), gave(3, 'x'), gave(4, 'x')])],
    /two results of tool call x/,
  ],
  [
    'fails for a call that comes twice',
    (h) => [reads(h, [prompted(1, 'a'), called(2, 'x'), called(3, 'x')])],
    /tool call x twice/,
  ],
  [
    'fails for a result in another turn',
    (h) => [reads(h, [prompted(1, 'a'), called(2, 'x'), gave(3, 'x', 'b')])],
    /a result in another turn than its call/,
  ],
  [
    'fails for a completed reply whose call has no result',
    (h) => [reads(h, [prompted(1, 'a'), called(2, 'x'), completed(3, 'a', 'Echo')])],
    /a completed reply with a tool call that has no result/,
  ],
  [
    'fails when the tab shows a result at another call',
    (h) => {
      watching(h, ...tooled);
      const shown = transcript(h, [entry('assistant', 'Echo', 'complete', [tool('cat did /')])]);
      done(h);
      return [shown];
    },
    /shows a result at tool call x that is not its own/,
  ],
  [
    'fails when the tab shows no result',
    (h) => {
      watching(h, ...tooled);
      const shown = transcript(h, [entry('assistant', 'Echo', 'complete', [tool(null)])]);
      done(h);
      return [shown];
    },
    /shows tool call x without its result/,
  ],
  [
    'fails when the tab shows no call, or two',
    (h) => {
      watching(h, ...tooled);
      transcript(h, [entry('assistant', 'Echo')]);
      h.wait(1);
      opens(h, 's2');
      reads(h, []);
    },
    /shows nothing of tool call x/,
  ],
  [
    'fails when the tab shows a call twice',
    (h) => {
      watching(h, ...tooled);
      transcript(h, [entry('assistant', 'Echo', 'complete', [tool(), tool()])]);
      done(h);
    },
    /shows tool call x 2 times/,
  ],
  ['leaves out a result whose call was never shown to anybody', (h) => [reads(h, [gave(7, 'x')])], 'left out'],
]);

judgeLive(modeOfItsSession, [
  [
    'passes the default, the mode of the creation and each change, told and shown',
    (h) => {
      shows(h, 'not-created', null);
      creates(h, 's1', 'frontend', 201, { mode: 'agent' });
      const { line } = watching(h, switched(0, 'agent'));
      shows(h, 'ready', 's1', { mode: 'agent' });
      line.hears(moded(1, 'auto'));
      line.hears(switched(1, 'auto'));
      shows(h, 'ready', 's1', { mode: 'auto' });
      ends(h);
    },
  ],
  [
    'fails when a switch tells another mode',
    (h) => {
      const made = creates(h);
      return [made, connect(h).hears(switched(0, 'auto'))];
    },
    /Session s1 is said to have mode auto instead of ask/,
  ],
  [
    'fails when a switch tells a mode that was changed',
    (h) => {
      creates(h);
      const line = connect(h);
      return [line.hears(moded(1, 'auto')), line.hears(switched(1, 'ask'))];
    },
    /mode ask instead of auto/,
  ],
  [
    'fails when a tab shows the mode of the session before',
    (h) => {
      const { line } = watching(h);
      const told = line.hears(switched(0, 'agent')) + 1;
      const shown = shows(h, 'ready', 's1', { mode: 'auto' });
      ends(h);
      return [told, shown];
    },
    /frontend shows mode auto for session s1, which has agent/,
  ],
  [
    'fails when a new session does not have the default',
    (h) => {
      h.verb('frontend', 'newSession', {});
      return [shows(h, 'not-created', null, { mode: 'auto' })];
    },
    /shows mode auto for a new session/,
  ],
  [
    'leaves out a mode that was chosen and not answered, and a session of unknown birth',
    (h) => {
      const { line } = watching(h);
      line.hears(switched(0, 'agent'));
      h.verb('frontend', 'setMode', { mode: 'auto' });
      shows(h, 'ready', 's1', { mode: 'auto' });
      ends(h);
    },
    'left out',
  ],
]);

/** A tab that is loaded again. */
const reloaded = (h: HistoryBuilder, firstSent: boolean, shown: Record<string, unknown>[] | null) => {
  opens(h);
  h.wait(1);
  const verb = h.verb('frontend', 'reload', {});
  const read = reads(h, [prompted(1, 'a', 'one'), completed(2, 'a', 'Echo: one')]) + 1;
  if (shown) transcript(h, shown);
  connect(h, 's1');
  shows(h, 'ready', 's1', { firstSent });
  done(h);
  return [verb, read];
};
const restored = [entry('user', 'one'), entry('assistant', 'Echo: one')];

judgeLive(reloadRestores, [
  [
    'passes a tab that shows what is durable, and an empty one',
    (h) => {
      reloaded(h, true, restored);
    },
  ],
  ['fails when nothing is shown', (h) => reloaded(h, true, null), /was loaded again and shows nothing of session s1/],
  [
    'fails when a reply is missing',
    (h) => reloaded(h, true, [entry('user', 'one')]),
    /does not show all messages of session s1 in order/,
  ],
  [
    'fails when it forgot that the first message was sent',
    (h) => reloaded(h, false, restored),
    /holds that no message was sent in session s1/,
  ],
  [
    'fails when it holds that a message was sent in an empty session',
    (h) => {
      const verb = opens(h);
      reads(h, []);
      connect(h, 's1');
      shows(h, 'ready', 's1', { firstSent: true });
      done(h);
      return [verb];
    },
    /holds that a message was sent in session s1/,
  ],
  [
    'leaves out a history that could not be read, and a tab that is left before it is ready',
    (h) => {
      opens(h);
      h.call('frontend', 'liveHistory', { params: { sessionId: 's1' } }, 503, {});
      opens(h);
      reads(h, [prompted(1, 'a')]);
      h.verb('frontend', 'newSession', {});
      done(h);
    },
    'left out',
  ],
]);

const unread = (h: HistoryBuilder, status: number) => {
  opens(h);
  const answered = h.call('frontend', 'liveHistory', { params: { sessionId: 's1' } }, status, { code: 'x' });
  return answered + 1;
};

judgeLive(unknownIsNotCreated, [
  [
    'passes 404 as not created, and any other failure as an error',
    (h) => {
      unread(h, 404);
      shows(h, 'not-created', 's1');
      h.wait(1);
      unread(h, 503);
      h.report('frontend', 'notice', { code: 'unavailable' });
      shows(h, 'disconnected', 's1');
      done(h);
    },
  ],
  [
    'fails when a failure is taken for a new session',
    (h) => {
      const answered = unread(h, 503);
      h.report('frontend', 'notice', { code: 'unavailable' });
      const shown = shows(h, 'not-created', 's1');
      done(h);
      return [answered, shown];
    },
    /was answered 503, but frontend shows it as not created/,
  ],
  [
    'fails when a failure is told nobody',
    (h) => {
      const answered = unread(h, 403);
      shows(h, 'disconnected', 's1');
      done(h);
      return [answered];
    },
    /was answered 403, but frontend tells nobody/,
  ],
  [
    'fails when an unknown session is an error',
    (h) => {
      const answered = unread(h, 404);
      shows(h, 'disconnected', 's1');
      done(h);
      return [answered];
    },
    /was answered 404, but frontend does not show it as not created/,
  ],
  [
    'fails when the history of an unknown session is empty',
    (h) => [reads(h, [], 's9', 'caller:x')],
    /liveHistory of session s9, which nobody made, was answered 200/,
  ],
  [
    'leaves out a session that was opened again in time, one that was made, and a provider under load',
    (h) => {
      creates(h, 's1', 'caller:x');
      unread(h, 503);
      opens(h, 's2');
      h.call('caller:x', 'liveHistory', { params: { sessionId: 's3' } }, 503, {});
      done(h);
    },
    'left out',
  ],
]);

judgeLive(tabsIndependent, [
  [
    'passes what a tab opens, makes and leaves by itself',
    (h) => {
      opens(h);
      shows(h, 'connecting', 's1');
      shows(h, 'ready', 's1');
      h.verb('frontend', 'newSession', {});
      shows(h, 'not-created', null);
      says(h, 'one');
      shows(h, 'creating', 's2');
      creates(h, 's2');
      h.verb('frontend', 'reload', {});
      shows(h, 'connecting', 's2');
    },
  ],
  [
    'fails when a tab follows another',
    (h) => {
      opens(h);
      const before = shows(h, 'ready', 's1');
      h.verb('frontend:b', 'open', { sessionId: 's2' });
      return [before, shows(h, 'ready', 's2')];
    },
    /went from session s1 to s2 by itself/,
  ],
  [
    'fails when a tab leaves its session',
    (h) => {
      opens(h);
      return [shows(h, 'ready', 's1'), shows(h, 'not-created', null)];
    },
    /left session s1 by itself/,
  ],
  [
    'fails when a tab begins with the session of another',
    (h) => {
      h.verb('frontend:b', 'open', { sessionId: 's2' });
      return [shows(h, 'ready', 's2')];
    },
    /shows session s2, which it neither made nor was told to open/,
  ],
  [
    'leaves out a tab that shows nothing',
    (h) => {
      shows(h, 'not-created', null);
    },
    'left out',
  ],
]);

judgeLive(inputFollowsState, [
  [
    'passes a life from the first word to the end',
    (h) => {
      shows(h, 'not-created', null);
      says(h, 'one');
      shows(h, 'creating', 's1');
      shows(h, 'connecting', 's1');
      const line = connect(h, 's1');
      shows(h, 'ready', 's1');
      line.close();
      shows(h, 'connecting', 's1');
      shows(h, 'disconnected', 's1');
    },
  ],
  ['fails for a state of its own', (h) => [shows(h, 'busy', 's1')], /is busy, which is no state of a chat/],
  [
    'fails when a disconnected chat is open',
    (h) => [shows(h, 'disconnected', 's1', { input: 'open' })],
    /is disconnected with its input open/,
  ],
  ['fails when it is ready without a connection', (h) => [shows(h, 'ready', 's1')], /is ready without a connection/],
  [
    'fails when it is ready before connected is lost again',
    (h) => {
      connect(h, 's1').close();
      return [shows(h, 'ready', 's1')];
    },
    /is ready without a connection/,
  ],
  [
    'passes who goes away while a session is made, and comes back to it',
    (h) => {
      h.verb('frontend', 'say', { text: 'Hello' });
      shows(h, 'creating', 's1');
      shows(h, 'not-created', null);
      shows(h, 'creating', 's1');
    },
  ],
  ['fails when it creates unasked', (h) => [shows(h, 'creating', 's1')], /is creating, though nothing was said/],
  [
    'leaves out what is reported after the end',
    (h) => {
      ends(h);
      shows(h, 'busy', 's1');
    },
    'left out',
  ],
]);

/** A prompt that was refused. */
const refused = (h: HistoryBuilder, code = 'prompt_too_large') => {
  says(h, 'prompt a');
  const line = connect(h, 's1');
  shows(h, 'ready', 's1');
  line.says(send('a', true));
  const heard = line.hears(refusal(code, 'a')) + 1;
  return { line, heard };
};
const notice = (h: HistoryBuilder) => h.report('frontend', 'notice', { code: 'x' });
const kept = (h: HistoryBuilder) => shows(h, 'ready', 's1', { draft: 'prompt a' });

judgeLive(errorsShown, [
  [
    'passes a refusal that is shown, and tried again once',
    (h) => {
      const { line } = refused(h);
      notice(h);
      kept(h);
      transcript(h, [entry('user', 'prompt a', 'failed')]);
      h.wait(1);
      h.verb('frontend', 'retry', {});
      line.says(send('a', true));
      line.hears(accepted('a'));
      done(h);
    },
  ],
  [
    'fails when nobody is told',
    (h) => {
      const { heard } = refused(h);
      kept(h);
      done(h);
      return [heard];
    },
    /frontend shows nothing of it: a prompt was refused, prompt_too_large/,
  ],
  [
    'fails when what was typed is gone',
    (h) => {
      const { heard } = refused(h);
      notice(h);
      done(h);
      return [heard];
    },
    /does not keep what was typed/,
  ],
  [
    'fails when it waits on',
    (h) => {
      const { heard } = refused(h);
      notice(h);
      kept(h);
      const shown = transcript(h, [entry('user', 'prompt a', 'sent')]);
      done(h);
      return [heard, shown];
    },
    /goes on waiting/,
  ],
  [
    'fails when a failed creation is not shown',
    (h) => {
      says(h, 'one');
      shows(h, 'creating', 's1');
      const answered = creates(h, 's1', 'frontend', 503) + 1;
      shows(h, 'not-created', 's1', { draft: 'one' });
      done(h);
      return [answered];
    },
    /shows nothing of it: making session s1 was answered 503/,
  ],
  [
    'fails when trying again sends twice',
    (h) => {
      const { line } = refused(h);
      notice(h);
      kept(h);
      h.wait(1);
      const verb = h.verb('frontend', 'retry', {});
      return [verb, line.says(send('a', true)), line.says(send('a', true))];
    },
    /sent a prompt twice when told to try again/,
  ],
  [
    'leaves out what the tab sends again by itself, and errors about nothing it typed',
    (h) => {
      const { line } = refused(h, 'unavailable');
      line.says(send('a', true));
      line.hears(refusal('not_watched'));
      done(h);
    },
    'left out',
  ],
]);
