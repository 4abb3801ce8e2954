import { parseMetrics } from '../../../../contracts/wire/index.ts';
import { answersOf, type Said } from '../../reading.ts';
import type { PhaseStory } from '../story/story.ts';
import { type Window, windowOf } from '../story/windows.ts';

/** The counters as somebody read them. */
export interface Read extends Window {
  answer: Said;
  samples: ReadonlyMap<string, number>;
}

/** Every reading of the counters, in order. */
export function readsOf(phases: PhaseStory): Read[] {
  return phases.asked('phaseMetrics').flatMap((exchange) =>
    answersOf(exchange).flatMap((answer) => {
      const { message } = exchange.answered.find(({ index }) => index === answer.index) ?? {};
      const body = message?.type === 'response' ? message.body : undefined;
      if (answer.status !== 200 || typeof body !== 'string') return [];
      return [{ ...windowOf(answer), answer, samples: parseMetrics(body) }];
    }),
  );
}
