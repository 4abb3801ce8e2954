import type { Exchange, Judge } from '../check.ts';
import { Findings } from '../findings.ts';
import { answersOf } from '../reading.ts';
import { changeOf, type Window } from './effects.ts';
import { pointersAt, type Written, writtenTo } from './pointers.ts';
import type { Runs } from './runs.ts';

/** How many of something there may be. */
interface Range {
  least: number;
  most: number;
}

/** Judges what each step of a migration says that it did: how many pointers it paired, and how many have no runtime. */
export function judgeMigrated(): Judge {
  const found = new Findings();
  return {
    on() {},
    end({ runs: all }) {
      for (const runs of all.whole) for (const step of runs.migrations) judgeStep(runs, step, found);
      return found;
    },
  };
}

function judgeStep(runs: Runs, step: Exchange, found: Findings): void {
  const [answer] = answersOf(step);
  const window = changeOf(step);
  if (answer?.status !== 200 || !window || step.arrived.length > 1) return;
  // Of two steps at once it is not known which of them did it.
  const others = runs.migrations.flatMap((other) => (other === step ? [] : (changeOf(other) ?? [])));
  if (others.some((other) => other.from < window.to && other.to > window.from)) return;
  found.judged += 1;
  const due = countsBetween(runs, window);
  for (const name of ['paired', 'unknown'] as const) {
    const [count, { least, most }] = [answer.body[name], due[name]];
    if (typeof count !== 'number' || (count >= least && count <= most)) continue;
    const expected = least === most ? `${least}` : `${least} to ${most}`;
    const message = `A step of the migration said that ${count} pointers are ${name}, instead of ${expected}.`;
    found.breach(message, step.sent.index, answer.index);
  }
}

function countsBetween(runs: Runs, { from, to }: Window): Record<'paired' | 'unknown', Range> {
  const paired: Range = { least: 0, most: 0 };
  const unknown: Range = { least: 0, most: 0 };
  for (const chat of runs.chats.values()) {
    const written = writtenTo(runs, chat);
    const [before, after] = [openAt(runs, written, from), openAt(runs, written, to + 1 / 2)];
    // What came or was moved meanwhile may have been unknown in between.
    const isThere = written.some((one) => one.certain && one.to < from);
    const isSteady = isThere && new Set([...before.written, ...after.written]).size === 1;
    const mayBe = !isSteady || before.may;
    unknown.most += after.may || !isSteady ? 1 : 0;
    unknown.least += after.must && isSteady ? 1 : 0;
    paired.most += mayBe && !(isSteady && after.must) ? 1 : 0;
    paired.least += before.must && isSteady && !after.may ? 1 : 0;
  }
  return { paired, unknown };
}

/** Whether a chat may have, or has, a session of no known runtime. */
function openAt(runs: Runs, written: readonly Written[], at: number) {
  const pointers = pointersAt(runs, written, { from: at, to: at });
  const open = pointers.filter(({ sessionId, runtimeId }) => sessionId !== null && runtimeId === null);
  const must = open.length > 0 && open.length === pointers.length;
  return { written: pointers.map((pointer) => pointer.written), may: open.length > 0, must };
}
