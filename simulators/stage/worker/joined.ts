import type { ExportedFrom } from '../embedded/bundle.ts';
import { scopedName } from '../isolate/scope.ts';
import { notOnStage, refuseTwins, workerNamed } from './named.ts';
import type { Migration, NamedWorker, WorkerProject } from './project.ts';

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
  /** Bindings of databases. */
  databases: string[];
  /** Bindings of key-value stores. */
  stores: string[];
  /** Binding of a database or of a key-value store → which one it is: several may be one. */
  storeNames: Record<string, string>;
  /** Name of a database → what makes its tables. */
  migrations: Record<string, readonly Migration[]>;
  variables: Record<string, unknown>;
  compatibilityDate: string;
  compatibilityFlags: string[];
  classes: Exported[];
  entrypoints: Exported[];
  warnings: string[];
}

/** @throws WorkerTrouble where one of them calls a Worker that is not among them, or two have one name */
export function join(main: WorkerProject, others: readonly WorkerProject[]): JoinedWorkers {
  const all = [main, ...others] as const;
  refuseTwins(all.map(({ name }) => name));
  const joined: JoinedWorkers = {
    objects: {},
    services: {},
    withoutSql: [],
    databases: [],
    stores: [],
    storeNames: {},
    migrations: {},
    variables: {},
    compatibilityDate: main.compatibilityDate,
    compatibilityFlags: [...new Set(all.flatMap(({ compatibilityFlags }) => compatibilityFlags))],
    classes: [],
    entrypoints: [],
    warnings: [],
  };
  for (const project of all) add(joined, project, all);
  for (const project of all) {
    const bare = project.withoutSql.map((name) => known(joined.classes, scopeIn(all, project), name)?.exported);
    joined.withoutSql.push(...bare.filter((name) => name !== undefined));
  }
  return joined;
}

type All = readonly [WorkerProject, ...WorkerProject[]];

/** What stands before its names. */
function scopeIn([main]: All, project: WorkerProject): string {
  return project === main ? '' : project.name;
}

function add(joined: JoinedWorkers, project: WorkerProject, all: All): void {
  const scope = scopeIn(all, project);
  const scoped = (binding: string) => scopedName(scope, binding);
  const scopeOf = (binding: string, named: NamedWorker): string => {
    const found = workerNamed(named, all);
    if (!found) throw notOnStage(project, binding, named);
    return scopeIn(all, found);
  };
  for (const [binding, name] of Object.entries(project.objects)) {
    joined.objects[scoped(binding)] = exportOf(joined, 'classes', scope, name);
  }
  for (const [binding, { className, ...named }] of Object.entries(project.foreignObjects)) {
    joined.objects[scoped(binding)] = exportOf(joined, 'classes', scopeOf(binding, named), className);
  }
  for (const [binding, { entrypoint, ...named }] of Object.entries(project.services)) {
    joined.services[scoped(binding)] = exportOf(joined, 'entrypoints', scopeOf(binding, named), entrypoint);
  }
  for (const [binding, { id, migrations }] of Object.entries(project.databases)) {
    const name = storeName(id, scoped(binding));
    joined.databases.push(scoped(binding));
    joined.storeNames[scoped(binding)] = name;
    joined.migrations[name] = merged(joined.migrations[name] ?? [], migrations);
  }
  for (const [binding, id] of Object.entries(project.stores)) {
    joined.stores.push(scoped(binding));
    joined.storeNames[scoped(binding)] = storeName(id, scoped(binding));
  }
  for (const [name, value] of Object.entries(project.variables)) joined.variables[scoped(name)] = value;
  joined.warnings.push(...project.warnings);
  const { compatibilityDate } = project;
  if (compatibilityDate !== joined.compatibilityDate) {
    joined.warnings.push(
      `${project.name}: it is played with the compatibility date of ${all[0].name}, ${joined.compatibilityDate}.`,
    );
  }
}

/** One id is one store, whoever is bound to it by whatever name. */
function storeName(id: string | null, binding: string): string {
  return id === null ? binding : `id ${id}`;
}

/** Several Workers may have the migrations of one database: each is applied once, in the order of their names. */
function merged(before: readonly Migration[], more: readonly Migration[]): Migration[] {
  const lacking = more.filter(({ name }) => before.every((one) => one.name !== name));
  return [...before, ...lacking].sort((one, other) => (one.name < other.name ? -1 : 1));
}

function known(list: readonly Exported[], scope: string, name: string): Exported | undefined {
  return list.find((entry) => entry.scope === scope && entry.name === name);
}

/** The name under which a class or an entrypoint is exported: its own, for a class of the Worker that is played. */
function exportOf(joined: JoinedWorkers, kind: 'classes' | 'entrypoints', scope: string, name: string): string {
  const before = known(joined[kind], scope, name);
  if (before) return before.exported;
  const wanted = [identifierOf(scope), kind === 'classes' ? '' : 'entry', name].filter(Boolean).join('__');
  const taken = new Set([...joined.classes, ...joined.entrypoints].map(({ exported }) => exported));
  let exported = wanted;
  // Workers whose names differ only in what no identifier may have.
  for (let count = 2; taken.has(exported); count += 1) exported = `${wanted}_${count}`;
  joined[kind].push({ scope, name, exported });
  return exported;
}

function identifierOf(scope: string): string {
  return scope.replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_');
}
