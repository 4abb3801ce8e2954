import type { Phase } from '../../../contracts/wire/index.ts';
import { phaseLookupsOf } from '../env.ts';
import { Refused } from '../http/refused.ts';
import type { PhaseAsk, PhaseKey } from '../phases/calls.ts';
import { unstorable } from '../rules/messages.ts';
import { type Ask, idIn } from './handler.ts';

/** The phase of the path: as its schema says, or there would be no handler. */
export function phaseIn(ask: Ask): Phase {
  return ask.params.phase as Phase;
}

export function phaseAsk(ask: Ask): PhaseAsk {
  return { sessionId: idIn(ask, 'sessionId'), userId: ask.caller.subject };
}

/** @throws Refused for a text that no store takes as it is. */
export function checkStorable(name: string, text: string): void {
  const unfit = unstorable(text);
  if (unfit) throw new Refused('malformed_request', `body.${name}: the ${unfit}`);
}

/** Tells the caches of the project what they have to forget. It never fails: they check what they have (PHASE-8). */
export async function forget({ env, project, rules }: Ask, keys: readonly PhaseKey[]): Promise<void> {
  if (keys.length === 0) return;
  const plain = keys.map(({ taskId, phase, model }) => ({ taskId, phase, model }));
  await Promise.all(phaseLookupsOf(env, project.projectId).map((cache) => rules.invalidate(cache, plain)));
}
