import { basename } from 'node:path';
import { refuseTwins, workerNamed } from './named.ts';
import { type NamedWorker, projectIn, readProject, type WorkerProject } from './project.ts';
import { type Described, describedIn, readWranglerFile, type WranglerFile } from './wrangler-file.ts';

/** The Worker that is played, and those that it calls, directly or not. */
export interface Projects {
  project: WorkerProject;
  others: WorkerProject[];
}

/**
 * Reads the project of a Worker and, of the other files, the Workers that are called: without an environment, or in the one
 * that a binding names. A Worker of which no file was given is left out; see `join`.
 *
 * @param environment of the Worker that is played
 * @param services paths of the wrangler files of others
 * @throws WorkerTrouble naming what is missing, wrong or not on the stage
 */
export async function readProjects(
  path: string,
  environment?: string,
  services: readonly string[] = [],
): Promise<Projects> {
  const project = await readProject(path, environment);
  const files = await Promise.all(services.map((file) => readWranglerFile(file, '--worker-service')));
  refuseTwins([project.name, ...files.map((file) => describedIn(file)[0].name)]);
  const candidates = files.flatMap((file) => describedIn(file).map((one): Candidate => ({ ...one, file })));
  const others = new Map<Candidate, WorkerProject>();
  const waiting = callsOf(project);
  for (const named of waiting) {
    const found = workerNamed<Described | Candidate>(named, [project, ...candidates]);
    if (!found || !('file' in found) || others.has(found)) continue;
    const other = await projectIn(found.file, found.environment ?? undefined);
    others.set(found, other);
    waiting.push(...callsOf(other));
  }
  const used = new Set([...others.keys()].map(({ file }) => file));
  const unused = files
    .filter((file) => !used.has(file))
    .map((file) => `${basename(file.path)}: nothing calls the Worker ${describedIn(file)[0].name}; it is left out.`);
  return { project: { ...project, warnings: [...project.warnings, ...unused] }, others: [...others.values()] };
}

interface Candidate extends Described {
  file: WranglerFile;
}

/** The Workers that a Worker calls or has objects of. */
function callsOf({ services, foreignObjects }: WorkerProject): NamedWorker[] {
  return [...Object.values(services), ...Object.values(foreignObjects)];
}
