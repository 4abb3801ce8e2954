import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { latestCompatibilityDate } from '../embedded/workerd.ts';
import { WorkerTrouble } from './trouble.ts';
import { readDevVars, readWranglerFile } from './wrangler-file.ts';

/** A Worker as its project describes it, and as far as the stage can run it. */
export interface WorkerProject {
  /** Of the Worker; of its folder where it has none. */
  name: string;
  /** Absolute. */
  folder: string;
  /** Absolute path of its entry module. */
  main: string;
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
  /** Binding → class of its Durable Objects. */
  objects: Record<string, string>;
  /** Binding → class of another Worker's Durable Objects (`script_name`). */
  foreignObjects: Record<string, { worker: string; className: string }>;
  /** Binding → the Worker it calls, and which of its entrypoints. */
  services: Record<string, { worker: string; entrypoint: string }>;
  /** Classes that do without SQLite (`new_classes`). */
  withoutSql: readonly string[];
  /** Binding → what makes the tables of the database, in order. */
  databases: Record<string, readonly { name: string; sql: string }[]>;
  /** Bindings of key-value stores. */
  stores: readonly string[];
  /** Variables and, from `.dev.vars`, secrets. */
  variables: Record<string, unknown>;
  define: Record<string, string>;
  alias: Record<string, string>;
  /** What the stage leaves out of it, one line each. */
  warnings: readonly string[];
}

const identifier = z.string().regex(/^[A-Za-z_$][\w$]*$/, 'is no name');
const bindings = z.array(z.object({ binding: identifier }));

/** What is read. Anything else is known by `harmless`, or named in a warning or an error. */
const settings = z.object({
  name: z.string().optional(),
  main: z.string().optional(),
  compatibility_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'is no date such as 2026-01-31')
    .optional(),
  compatibility_flags: z.array(z.string()).default([]),
  durable_objects: z
    .object({
      bindings: z.array(z.object({ name: identifier, class_name: identifier, script_name: z.string().optional() })),
    })
    .default({ bindings: [] }),
  migrations: z
    .array(
      z.object({ new_classes: z.array(z.string()).default([]), new_sqlite_classes: z.array(z.string()).default([]) }),
    )
    .default([]),
  d1_databases: z
    .array(z.object({ binding: identifier, migrations_dir: z.string().default('migrations') }))
    .default([]),
  kv_namespaces: bindings.default([]),
  services: z
    .array(z.object({ binding: identifier, service: z.string(), entrypoint: identifier.default('default') }))
    .default([]),
  vars: z.record(z.string(), z.unknown()).default({}),
  define: z.record(z.string(), z.string()).default({}),
  alias: z.record(z.string(), z.string()).default({}),
});

/** Kept state: without it a Worker would be another one. */
const impossible: Record<string, string> = {
  queues: 'queues',
  r2_buckets: 'R2 buckets',
  workflows: 'workflows',
  hyperdrive: 'Hyperdrive',
  dispatch_namespaces: 'dispatch namespaces',
  containers: 'containers',
};

/** Says how and where it is deployed and watched: nothing of the stage. */
const harmless = new Set(
  `$schema account_id workers_dev preview_urls route routes observability logpush placement limits dev minify keep_names
   upload_source_maps keep_vars no_bundle tsconfig rules find_additional_modules base_dir send_metrics jsx_factory
   jsx_fragment first_party_worker tail_consumers logfwdr cloudchamber secrets env preserve_file_names`.split(/\s+/),
);

const dontHave: Record<string, string> = {
  assets: 'static assets are not served on the stage',
  site: 'static assets are not served on the stage',
  build: 'the command of "build" is not run: run it before',
  triggers: 'cron triggers do not fire on the stage',
};

/**
 * Reads the project of a Worker from its wrangler file.
 *
 * @throws WorkerTrouble naming what is missing, wrong or not on the stage
 */
export async function readProject(path: string, environment?: string): Promise<WorkerProject> {
  const file = basename(path);
  const folder = dirname(resolve(path));
  const given = await readWranglerFile(path, environment);
  const read = settings.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const reason = `"${issue?.path.join('.')}": ${issue?.message}`;
    throw new WorkerTrouble(`read ${file}`, reason, 'Correct it.');
  }
  const config = read.data;
  refuse(file, given);
  const main = await mainOf(file, folder, config.main);
  const [own, foreign] = [{} as Record<string, string>, {} as WorkerProject['foreignObjects']];
  for (const { name, class_name: className, script_name: worker } of config.durable_objects.bindings) {
    if (worker === undefined || worker === config.name) own[name] = className;
    else foreign[name] = { worker, className };
  }
  const { date, warning } = dateOf(config.compatibility_date);
  const databases: WorkerProject['databases'] = {};
  for (const { binding, migrations_dir } of config.d1_databases)
    databases[binding] = await readMigrations(resolve(folder, migrations_dir));
  const withSql = new Set(config.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes));
  return {
    name: config.name ?? basename(folder),
    folder,
    main,
    compatibilityDate: date,
    compatibilityFlags: flagsOf(config.compatibility_flags, date),
    objects: own,
    foreignObjects: foreign,
    services: Object.fromEntries(
      config.services.map(({ binding, service, entrypoint }) => [binding, { worker: service, entrypoint }]),
    ),
    withoutSql: config.migrations.flatMap(({ new_classes }) => new_classes).filter((name) => !withSql.has(name)),
    databases,
    stores: config.kv_namespaces.map(({ binding }) => binding),
    variables: { ...config.vars, ...(await readDevVars(path, environment)) },
    define: config.define,
    alias: config.alias,
    warnings: [...(warning ? [warning] : []), ...unknown(given)].map((line) => `${file}: ${line}.`),
  };
}

const leaveOut = (file: string) =>
  `Leave it out in an environment of its own in ${file}, and name that with --worker-env.`;

function refuse(file: string, given: Record<string, unknown>): void {
  for (const [key, what] of Object.entries(impossible)) {
    if (given[key] === undefined || isEmpty(given[key])) continue;
    throw new WorkerTrouble(
      'play the Worker',
      `it needs ${what} ("${key}"), which are not on the stage yet`,
      leaveOut(file),
    );
  }
}

/** What is neither read nor harmless. */
function unknown(given: Record<string, unknown>): string[] {
  return Object.keys(given)
    .filter((key) => !(key in settings.shape) && !harmless.has(key) && !(key in impossible) && !isEmpty(given[key]))
    .map((key) => dontHave[key] ?? `"${key}" is left out on the stage, and so are its bindings`);
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((entry) => isEmpty(entry));
}

async function mainOf(file: string, folder: string, main: string | undefined): Promise<string> {
  if (main === undefined)
    throw new WorkerTrouble(`read ${file}`, 'it has no "main"', 'Name the entry module of the Worker.');
  const path = resolve(folder, main);
  const found = await stat(path).then(
    (it) => it.isFile(),
    () => false,
  );
  if (!found) throw new WorkerTrouble(`read ${file}`, `there is no file ${main}`, 'Correct "main".');
  return path;
}

/** The stage runs the platform of one day; what was asked for a later one is played with that day's. */
function dateOf(asked: string | undefined): { date: string; warning: string | null } {
  const latest = latestCompatibilityDate;
  if (asked === undefined) return { date: latest, warning: `it has no "compatibility_date"; ${latest} is taken` };
  if (asked <= latest) return { date: asked, warning: null };
  return { date: latest, warning: `"compatibility_date" ${asked} is later than the stage knows; ${latest} is taken` };
}

/** What the stage itself stands on is there too: it follows calls, and its stores are called by their methods. */
function flagsOf(flags: readonly string[], date: string): string[] {
  const lacking = [
    ...(flags.some((flag) => flag === 'nodejs_compat' || flag === 'nodejs_als') ? [] : ['nodejs_als']),
    ...(date < '2024-04-03' && !flags.includes('rpc') ? ['rpc'] : []),
  ];
  return [...flags, ...lacking];
}

async function readMigrations(folder: string): Promise<{ name: string; sql: string }[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(files.map(async (name) => ({ name, sql: await readFile(join(folder, name), 'utf8') })));
}
