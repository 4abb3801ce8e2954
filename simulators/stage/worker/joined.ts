import type { ExportedFrom } from '../embedded/bundle.ts';
import { scopedName } from '../isolate/scope.ts';
import type { WorkerProject } from './project.ts';
import { WorkerTrouble } from './trouble.ts';

/** A class or an entrypoint of one of the Workers, and the name under which all of them together export it. */
export type Exported = Omit<ExportedFrom, 'module'>;

/**
 * Workers that call each other, as the one that workerd runs: all are in one isolate, so that the stage sees and steers
 * them as one. What is not of the Worker that is played has the name of its Worker before its own.
 */
export interface JoinedWorkers {
  /** Binding → exported class, of all of them. */
  objects: Record<string, string>;
  /** Binding → exported entrypoint. */
  services: Record<string, string>;
  withoutSql: string[];
  databases: WorkerProject['databases'];
  stores: string[];
  variables: Record<string, unknown>;
  compatibilityDate: string;
  compatibilityFlags: string[];
  classes: Exported[];
  entrypoints: Exported[];
  warnings: string[];
}

/** @throws WorkerTrouble where one of them calls a Worker that is not among them */
export function join(main: WorkerProject, others: readonly WorkerProject[]): JoinedWorkers {
  const joined: JoinedWorkers = {
    objects: {},
    services: {},
    withoutSql: [],
    databases: {},
    stores: [],
    variables: {},
    compatibilityDate: main.compatibilityDate,
    compatibilityFlags: [...new Set([main, ...others].flatMap(({ compatibilityFlags }) => compatibilityFlags))],
    classes: [],
    entrypoints: [],
    warnings: [],
  };
  for (const project of [main, ...others])
    add(joined, project, project === main ? '' : project.name, [main, ...others]);
  return joined;
}

function add(joined: JoinedWorkers, project: WorkerProject, scope: string, all: readonly WorkerProject[]): void {
  const scoped = (binding: string) => scopedName(scope, binding);
  const scopeOf = (binding: string, worker: string): string => {
    const index = all.findIndex(({ name }) => name === worker);
    if (index < 0) throw missing(project, binding, worker);
    return index === 0 ? '' : worker;
  };
  for (const [binding, name] of Object.entries(project.objects)) {
    joined.objects[scoped(binding)] = exportOf(joined.classes, scope, name);
  }
  for (const [binding, { worker, className }] of Object.entries(project.foreignObjects)) {
    joined.objects[scoped(binding)] = exportOf(joined.classes, scopeOf(binding, worker), className);
  }
  for (const [binding, { worker, entrypoint }] of Object.entries(project.services)) {
    const name = exportOf(joined.entrypoints, scopeOf(binding, worker), entrypoint, 'entry');
    joined.services[scoped(binding)] = name;
  }
  for (const [binding, migrations] of Object.entries(project.databases)) joined.databases[scoped(binding)] = migrations;
  for (const [name, value] of Object.entries(project.variables)) joined.variables[scoped(name)] = value;
  joined.stores.push(...project.stores.map(scoped));
  joined.withoutSql.push(...project.withoutSql.map((name) => exportedName(scope, name)));
  joined.warnings.push(...project.warnings);
  const { compatibilityDate } = project;
  if (compatibilityDate !== joined.compatibilityDate) {
    joined.warnings.push(
      `${project.name}: it is played with the compatibility date of ${all[0]?.name}, ${joined.compatibilityDate}.`,
    );
  }
}

function exportOf(list: Exported[], scope: string, name: string, kind = ''): string {
  const exported = exportedName(scope, name, kind);
  if (!list.some((entry) => entry.exported === exported)) list.push({ scope, name, exported });
  return exported;
}

/** An identifier. That of a class of the Worker that is played is its own name. */
function exportedName(scope: string, name: string, kind = ''): string {
  return [scope.replaceAll(/\W/g, '_'), kind, name].filter(Boolean).join('__');
}

function missing(project: WorkerProject, binding: string, worker: string): WorkerTrouble {
  return new WorkerTrouble(
    'play the Worker',
    `the binding ${binding} of ${project.name} is the Worker ${worker}, which is not on the stage`,
    'Give its wrangler file with --worker-service.',
  );
}
