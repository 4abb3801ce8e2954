import { type ContractCoverage, frameWords, percentOf } from '../contracts/trace/index.ts';

/**
 * How much of the contract several runs have exercised together; undefined where one of them does not say.
 *
 * An interaction of several frames, each of which was exchanged in another run, is found too, unless one of its frames
 * was exchanged in every run: then it counts as missing. So the figure is never too high.
 */
export function mergeCoverage(parts: readonly (ContractCoverage | undefined)[]): ContractCoverage | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0 || known.length < parts.length) return undefined;
  const operations = merged(known.map((part) => part.operations));
  const answers = merged(known.map((part) => part.answers));
  const frames = merged(known.map((part) => part.frames));
  const everywhere = merged(known.map((part) => part.interactions));
  const somewhere = new Set(known.flatMap((part) => part.frames.missing.map(frameWords)));
  const nowhere = new Set(frames.missing.map(frameWords));
  const missing = everywhere.missing.filter(
    ({ wants }) => !wants.split(' and ').every((words) => somewhere.has(words) && !nowhere.has(words)),
  );
  const interactions = { ...everywhere, covered: everywhere.total - missing.length, missing };
  return {
    percent: percentOf([operations, answers, frames, interactions]),
    operations,
    answers,
    frames,
    interactions,
  };
}

interface Part<Missing> {
  covered: number;
  total: number;
  missing: Missing[];
}

/** What is missing in every part. Of the same contract, so that totals are the same. */
function merged<Missing>(parts: readonly Part<Missing>[]): Part<Missing> {
  const [first, ...others] = parts;
  if (first === undefined) return { covered: 0, total: 0, missing: [] };
  // An interaction may stand in two pacts word for word; then it is missing as often as it is there.
  const keys = others.map((part) => new Set(part.missing.map((entry) => JSON.stringify(entry))));
  const missing = first.missing.filter((entry) => keys.every((set) => set.has(JSON.stringify(entry))));
  return { covered: first.total - missing.length, total: first.total, missing };
}
