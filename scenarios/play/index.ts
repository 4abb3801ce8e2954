/** What the command and the library play with. */
import { contractMutants } from '../../contracts/provider/contract-mutants.ts';
import { checks } from '../checks/index.ts';
import { requirements } from '../requirements.ts';
import { loadCatalogue } from './catalogue.ts';
import { mutants as knownBugs } from './mutants.ts';
import { type MutantVerdict, type MutationOptions, runMutants } from './mutation.ts';
import { proofsOfPacts } from './pact-proofs.ts';
import { run } from './run.ts';
import type { OwnScenarios } from './run-types.ts';
import type { ServeOptions, Serving } from './serve.ts';

export { adapterEntries as adapters, adapterRequirements } from './adapter-listing.ts';
export { replay } from './replay.ts';
export { run } from './run.ts';

export async function catalogue(own: OwnScenarios = {}) {
  const scenarios = await loadCatalogue(own.scenarios);
  return scenarios.map(({ id, title, family, requirements: required, needs, checks }) => ({
    id,
    title,
    family,
    requirements: [...required],
    needs: [...needs],
    checks: [...checks],
  }));
}

export async function checkNames() {
  return checks.map(({ id }) => id);
}

export async function requirementTable(own: OwnScenarios = {}) {
  const scenarios = await loadCatalogue(own.scenarios);
  const proofs = await proofsOfPacts();
  return requirements.map(({ id, text, built }) => ({
    id,
    text,
    built,
    scenarios: scenarios.filter((entry) => entry.requirements.includes(id)).map((entry) => entry.id),
    mutants: [
      ...knownBugs.filter((mutant) => mutant.requirement === id).map((mutant) => mutant.id),
      ...(id === 'PACT-2' ? contractMutants.map((mutant) => mutant.id) : []),
    ],
    proofs: proofs[id] ?? [],
  }));
}

export async function mutantNames() {
  return knownBugs.map(({ id, requirement, side, title }) => ({ id, requirement, side, title }));
}

export function mutants(options: MutationOptions): Promise<MutantVerdict[]> {
  return runMutants(options);
}

/** Serves the control plane. What serves it is loaded only now: it would cost every run time and memory. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { serve: start } = await import('./serve.ts');
  return start(options);
}

/** What each scenario is worth: the faults that fire in it, how much it judges, the mutants it alone catches. */
export async function exclusive(options: Pick<MutationOptions, 'signal' | 'progress'> = {}) {
  const report = await run({ ...(options.signal ? { signal: options.signal } : {}) });
  // Two catchers are enough to know that neither is alone.
  const verdicts = await runMutants({ ...options, enough: 2 });
  return report.scenarios.map(({ id, faultPlan, faultsFired, checks }) => ({
    id,
    faultsFired: faultsFired.map((entry) => faultPlan[entry]?.fault.kind ?? 'unknown'),
    judged: checks.reduce((sum, { judged }) => sum + judged, 0),
    onlyCatcherOf: verdicts
      .filter(({ caughtBy }) => caughtBy.length > 0 && caughtBy.every(({ scenario }) => scenario === id))
      .map((mutant) => mutant.id),
  }));
}
