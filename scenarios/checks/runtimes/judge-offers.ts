import type { Judge } from '../check.ts';
import { Findings } from '../findings.ts';
import { type Allowed, type Claim, claimsOf } from './offers.ts';
import type { Runs } from './runs.ts';

/** What an offer is about: its name, what was offered, and what may be. */
export interface Side {
  name: 'session' | 'work directory';
  offered(task: Claim['task']): string | null;
  allowed(runs: Runs, claim: Claim): Allowed;
}

/** Whose offers are judged: of tasks whose own run has surely said it, or of those that live on what others left. */
export type Whose = 'own' | 'left by others';

const show = (value: string | null) => value ?? 'none';

/** Judges what every claim was offered. */
export function judgeOffers(whose: Whose, side: Side): Judge {
  const found = new Findings();
  return {
    on() {},
    end({ runs: all }) {
      for (const runs of all.whole) {
        for (const claim of claimsOf(runs)) {
          const { values, events, isOwn } = side.allowed(runs, claim);
          if (isOwn !== (whose === 'own')) continue;
          found.judged += 1;
          const { task, runtimeId, answers } = claim;
          const offered = side.offered(task);
          if (values.has(offered)) continue;
          const due = [...values].map(show).join(' or ');
          const message = `Task ${task.taskId} on runtime ${runtimeId} was offered ${side.name} ${show(offered)} instead of ${due}.`;
          found.breach(message, ...events, answers[0]?.index);
        }
      }
      return found;
    },
  };
}
