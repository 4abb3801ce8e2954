import { callers, liveAccess } from '../access.ts';
import { echoCommands } from '../live/echo.ts';
import { type LiveClientFrame, liveAnswers } from '../live/frames.ts';
import { routedOperations, routingOutcomes, routingRows } from '../live/routing.ts';
import { legalTransitions, liveStates, runningStates, stateMeanings } from '../live/states.ts';
import { meanings, table } from './tables.ts';

const code = (word: string) => `\`${word}\``;

const answerNotes: Record<LiveClientFrame['type'], string> = {
  hello: 'or the socket is closed',
  ping: 'the client’s way to find out that a connection is dead',
  watch: 'then the events asked for',
  unwatch: 'no frame of the session follows',
  switch_session: 'then the events asked for; `session_cleared` where `sessionId` is null',
  send: 'the prompt is durable; the reply comes as events',
  interrupt: 'as send',
  reconnect: 'then the events of each session',
  suspend: 'no frame of these sessions follows until `resume`',
  resume: 'then the events of each session',
  stop: 'the end comes as events',
  set_mode: 'every watcher hears `mode_changed`',
};

/** Which frame answers which. */
export const answerTable = () =>
  table(
    ['client sends', 'provider answers', 'notes'],
    [
      ...Object.entries(liveAnswers).map(([type, answer]) => [
        code(type),
        answer.split(' or ').map(code).join(' or '),
        answerNotes[type as LiveClientFrame['type']],
      ]),
      ['anything else', '`error` with `malformed_frame`', 'fields beyond the schema are refused too'],
    ],
  );

/** How hello is answered, by caller. */
export const helloTable = () =>
  table(
    ['token of', 'hello is answered by'],
    callers.map((caller) => {
      const answer = liveAccess[caller];
      return [caller, answer === 'connected' ? '`connected`' : `close ${answer}`];
    }),
  );

/** The durable states and what may follow each. */
export const stateTable = () =>
  table(
    ['state', 'meaning', 'a registered loop takes prompts', 'may become'],
    liveStates.map((state) => [
      state,
      stateMeanings[state],
      runningStates.has(state) ? 'yes' : 'no',
      legalTransitions[state].join(', '),
    ]),
  );

/** The routing table, a row for each state with and without a loop (LIVE-18). */
export const routingTable = () =>
  table(
    ['state', 'registered', ...routedOperations.map(code)],
    routingRows.map(({ state, registered, outcomes }) => [
      state,
      registered,
      ...routedOperations.map((operation) => outcomes[operation]),
    ]),
  );

export const outcomeTable = () => meanings('outcome', routingOutcomes);

/** What the echo loop does with prompts that begin with certain words. */
export const echoTable = () =>
  table(
    ['prompt begins with', 'what it does'],
    [
      ...Object.entries(echoCommands).map(([command, meaning]) => [code(command), meaning]),
      ['anything else', 'The reply is `Echo: ` and the prompt, one word a chunk.'],
    ],
  );
