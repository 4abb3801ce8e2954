import { type LiveState, liveStates, runningStates } from './states.ts';

/** The operations that are routed by the durable state: frames of the live socket. */
export const routedOperations = ['send', 'interrupt', 'switch_session', 'reconnect'] as const;
export type RoutedOperation = (typeof routedOperations)[number];

/** The durable state, or `unknown` where there is no such session. */
export const routedStates = [...liveStates, 'unknown'] as const;
export type RoutedState = LiveState | 'unknown';

/** Whether a query loop of the session is registered in memory. */
export type Registered = 'loop' | 'no loop';

/** What becomes of an operation, and what each outcome means. */
export const routingOutcomes = {
  start: 'A query loop is started with the prompt.',
  deliver: 'The registered loop gets the prompt, after those it has.',
  interrupt:
    'The running turn is interrupted and the registered loop takes the prompt next; with no turn running it is delivered.',
  resume: 'The session is CREATED again and a new loop is started with the prompt.',
  'end-and-resume':
    'The session is ENDED, its unfinished turns are interrupted; then it is resumed with the prompt in a new loop.',
  'abort-and-resume':
    'The registered loop is aborted and the session ENDED, its unfinished turns are interrupted; then it is resumed with the prompt in a new loop.',
  'answer-running': 'The answer says that it is running.',
  'answer-idle': 'The answer says that it is not running; nothing is changed.',
  'end-and-answer':
    'The session is ENDED, its unfinished turns are interrupted; the answer says that it is not running.',
  'abort-and-answer': 'The registered loop, a zombie, is aborted; the answer says that it is not running.',
  refuse: 'Refused as not_found.',
  'abort-and-refuse': 'The registered loop, a zombie, is aborted; refused as not_found.',
} as const;
export type RoutingOutcome = keyof typeof routingOutcomes;

/** One cell of the table (LIVE-18). */
export interface Route {
  operation: RoutedOperation;
  state: RoutedState;
  registered: Registered;
  outcome: RoutingOutcome;
}

type Cells = Record<RoutedState, Record<Registered, RoutingOutcome>>;

/** A prompt goes to the loop where durable state and registry agree that there is one; else to a new one. */
const prompts = (toLoop: 'deliver' | 'interrupt'): Cells => ({
  CREATED: { loop: toLoop, 'no loop': 'start' },
  STARTING: { loop: toLoop, 'no loop': 'end-and-resume' },
  ACTIVE: { loop: toLoop, 'no loop': 'end-and-resume' },
  DETACHED: { loop: toLoop, 'no loop': 'end-and-resume' },
  SUSPENDED: { loop: toLoop, 'no loop': 'end-and-resume' },
  CLOSING: { loop: 'abort-and-resume', 'no loop': 'end-and-resume' },
  ENDED: { loop: 'abort-and-resume', 'no loop': 'resume' },
  unknown: { loop: 'abort-and-refuse', 'no loop': 'refuse' },
});

/** Looking at a session starts nothing and ends nothing that runs; it mends what durable state and registry disagree on. */
const looks: Cells = {
  CREATED: { loop: 'answer-running', 'no loop': 'answer-idle' },
  STARTING: { loop: 'answer-running', 'no loop': 'end-and-answer' },
  ACTIVE: { loop: 'answer-running', 'no loop': 'end-and-answer' },
  DETACHED: { loop: 'answer-running', 'no loop': 'end-and-answer' },
  SUSPENDED: { loop: 'answer-running', 'no loop': 'end-and-answer' },
  CLOSING: { loop: 'answer-idle', 'no loop': 'end-and-answer' },
  ENDED: { loop: 'abort-and-answer', 'no loop': 'answer-idle' },
  unknown: { loop: 'abort-and-refuse', 'no loop': 'refuse' },
};

const table: Record<RoutedOperation, Cells> = {
  send: prompts('deliver'),
  interrupt: prompts('interrupt'),
  switch_session: looks,
  reconnect: looks,
};

/** The one outcome of an operation, by the durable state and the registry (LIVE-18). */
export function routeOf(operation: RoutedOperation, state: RoutedState, registered: Registered): RoutingOutcome {
  return table[operation][state][registered];
}

/** The whole table, cell by cell. */
export const routes: readonly Route[] = routedOperations.flatMap((operation) =>
  routedStates.flatMap((state) =>
    (['loop', 'no loop'] as const).map((registered) => ({
      operation,
      state,
      registered,
      outcome: table[operation][state][registered],
    })),
  ),
);

/** The table as it is printed: a row for each state with and without a loop, in it the outcome of each operation. */
export const routingRows: readonly (Pick<Route, 'state' | 'registered'> & {
  outcomes: Record<RoutedOperation, RoutingOutcome>;
})[] = routes
  .filter(({ operation }) => operation === 'send')
  .map(({ state, registered }) => ({
    state,
    registered,
    outcomes: Object.fromEntries(
      routedOperations.map((operation) => [operation, routeOf(operation, state, registered)]),
    ) as Record<RoutedOperation, RoutingOutcome>,
  }));

/** Is a session running? Only where a loop is registered and the durable state is a running one (LIVE-4). */
export function isRunning(state: RoutedState, registered: Registered): boolean {
  return registered === 'loop' && state !== 'unknown' && runningStates.has(state);
}
