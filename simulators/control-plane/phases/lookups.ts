import { DurableObject } from 'cloudflare:workers';
import type { Phase, PhaseSession } from '../../../contracts/wire/index.ts';
import { type Env, projectOf } from '../env.ts';
import { reach } from '../failures.ts';
import { currentRules } from '../rules.ts';
import type { LookupCalls, PhaseKey } from './calls.ts';
import { keyOf } from './rows.ts';

/**
 * A cache of which session each phase of a project has, in memory alone. A project has two, and each user always asks
 * the same one: what the one has heard the other may have missed, so nothing is answered unchecked (PHASE-8).
 */
export class PhaseLookups extends DurableObject<Env> implements LookupCalls {
  readonly #held = new Map<string, PhaseSession>();

  async lookUp(projectId: string, taskId: string, phase: Phase, startedAt: number): Promise<PhaseSession | null> {
    const rules = currentRules();
    const key = keyOf({ taskId, phase });
    const held = this.#held.get(key) ?? null;
    const looked = await rules.checkHeld(held, (stamp) =>
      reach('the project', () => projectOf(this.env, projectId).lookUpPhase(taskId, phase, stamp, startedAt)),
    );
    if (looked.unchanged) return held;
    if (looked.session) this.#held.set(key, looked.session);
    else this.#held.delete(key);
    return looked.session;
  }

  async invalidate(keys: PhaseKey[]): Promise<void> {
    for (const key of keys) this.#held.delete(keyOf(key));
  }
}
