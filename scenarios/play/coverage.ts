import { type ContractCoverage, frameWords, percentOf } from '../../contracts/trace/index.ts';
import { answerWords, contractParts } from './exchanges.ts';
import type { PactInteraction } from './pact-interactions.ts';

/** How much of the contract and of its pacts was exercised, by what was exchanged: see `addExchanges`. */
export function coverageOf(exchanged: ReadonlySet<string>, interactions: readonly PactInteraction[]): ContractCoverage {
  const all = contractParts();
  const operations = partOf(all.operations, (name) => exchanged.has(name));
  const answers = partOf(all.answers, (answer) => exchanged.has(answerWords(answer)));
  const frames = partOf(all.frames, (frame) => exchanged.has(frameWords(frame)));
  const played = partOf(interactions, ({ wants }) => wants.every((words) => exchanged.has(words)));
  return {
    percent: percentOf([operations, answers, frames, played]),
    operations,
    answers,
    frames,
    interactions: {
      ...played,
      missing: played.missing.map((entry) => ({ ...entry, wants: entry.wants.join(' and ') })),
    },
  };
}

function partOf<Part>(parts: readonly Part[], isCovered: (part: Part) => boolean) {
  const missing = parts.filter((part) => !isCovered(part));
  return { covered: parts.length - missing.length, total: parts.length, missing };
}
