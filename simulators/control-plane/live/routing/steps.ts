import type { RoutedOperation, RoutedState, RoutingOutcome } from '../../../../contracts/wire/index.ts';

/**
 * What an outcome of the routing table is made of. `abort`: the registered loop. `end`: the session, its unfinished
 * turns interrupted. `recreate`: an ended session. `cut`: the running turn. `store`: the prompt. Then it is the first
 * of a new loop (`start`), the `last` of the registered one, or its `next`.
 */
export type Step = 'abort' | 'end' | 'recreate' | 'cut' | 'store' | 'start' | 'last' | 'next' | 'refuse';

/** The one place where outcomes are interpreted (LIVE-18). */
export const stepsOfOutcomes: Record<RoutingOutcome, readonly Step[]> = {
  start: ['store', 'start'],
  deliver: ['store', 'last'],
  interrupt: ['cut', 'store', 'next'],
  resume: ['recreate', 'store', 'start'],
  'end-and-resume': ['end', 'recreate', 'store', 'start'],
  'abort-and-resume': ['abort', 'end', 'recreate', 'store', 'start'],
  'answer-running': [],
  'answer-idle': [],
  'end-and-answer': ['end'],
  'abort-and-answer': ['abort'],
  refuse: ['refuse'],
  'abort-and-refuse': ['abort', 'refuse'],
};

/** What is known when an operation is routed. */
export interface RoutedFacts {
  operation: RoutedOperation;
  state: RoutedState;
  registered: 'loop' | 'no loop';
  sessionId: string;
  connectionId: string;
}
