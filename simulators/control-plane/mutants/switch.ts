import { correctRules, useRules } from '../rules.ts';
import { controlPlaneMutants } from './index.ts';

/** Switches a known bug on; null: none. An id that is not here changes nothing: it is a bug of another side. */
export function useMutant(id: string | null): void {
  const mutant = controlPlaneMutants.find((entry) => entry.id === id);
  useRules(mutant ? { ...correctRules, ...mutant.rules } : correctRules);
}
