import type { NamedWorker, WorkerProject } from './project.ts';
import { WorkerTrouble } from './trouble.ts';
import type { Described } from './wrangler-file.ts';

/**
 * The Worker that a binding names, if it is among these: as it would be deployed, or as the one that is played is called in
 * its file, whatever the environment. `production` is also the Worker that has no environment.
 *
 * @param all the one that is played first
 */
export function workerNamed<One extends Described>(
  { worker, environment }: NamedWorker,
  all: readonly [Described & One, ...One[]],
): One | undefined {
  const ofBase = (wanted: string | null) => all.find((one) => one.base === worker && one.environment === wanted);
  if (environment !== null) return ofBase(environment) ?? (environment === 'production' ? ofBase(null) : undefined);
  const [played] = all;
  return ofBase(null) ?? all.find(({ name }) => name === worker) ?? (played.base === worker ? played : undefined);
}

/** Whoever calls a Worker that is not there. */
export function notOnStage(
  { name }: WorkerProject,
  binding: string,
  { worker, environment }: NamedWorker,
): WorkerTrouble {
  const whose = environment === null ? worker : `${worker} in its environment ${environment}`;
  return new WorkerTrouble(
    'play the Worker',
    `the binding ${binding} of ${name} is the Worker ${whose}, which is not on the stage`,
    `Give its wrangler file${environment === null ? '' : ', which must have that environment,'} with --worker-service.`,
  );
}

/** @throws WorkerTrouble where two of these Workers have one name: nobody could tell which of them is called */
export function refuseTwins(names: readonly string[]): void {
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin === undefined) return;
  const advice = 'Give each file once, and each Worker a "name" of its own.';
  throw new WorkerTrouble('play the Worker', `two of the wrangler files are of a Worker ${twin}`, advice);
}
