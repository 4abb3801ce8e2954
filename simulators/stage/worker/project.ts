import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { latestCompatibilityDate } from '../embedded/workerd.ts';
import { WorkerTrouble } from './trouble.ts';
import {
  type Described,
  describedIn,
  inEnvironment,
  readDevVars,
  readWranglerFile,
  type WranglerFile,
} from './wrangler-file.ts';

/** Another Worker, as a binding names it. */
export interface NamedWorker {
  worker: string;
  /** Null: none is named. */
  environment: string | null;
}

/**
 * A Worker as its project describes it, and as far as the stage can run it. Where its file gives it no name, it has that of
 * its folder.
 */
export interface WorkerProject extends Described {
  /** Absolute. */
  folder: string;
  /** Absolute path of its entry module. */
  main: string;
  compatibilityDate: string;
  compatibilityFlags: readonly string[];
  /** Binding → class of its Durable Objects. */
  objects: Record<string, string>;
  /** Binding → class of another Worker's Durable Objects (`script_name`). */
  foreignObjects: Record<string, NamedWorker & { className: string }>;
  /** Binding → the Worker it calls, and which of its entrypoints. */
  services: Record<string, NamedWorker & { entrypoint: string }>;
  /** Classes that do without SQLite (`new_classes`). */
  withoutSql: readonly string[];
  /** Binding → its database: its id, null where it has none, and what makes its tables, in order. */
  databases: Record<string, { id: string | null; migrations: readonly Migration[] }>;
  /** Binding → id of its key-value store; null: it has none. */
  stores: Record<string, string | null>;
  /** Variables and, from `.dev.vars`, secrets. */
  variables: Record<string, unknown>;
  define: Record<string, string>;
  alias: Record<string, string>;
  /** What the stage leaves out of it, one line each. */
  warnings: readonly string[];
}

export interface Migration {
  /** Of its file. */
  name: string;
  sql: string;
}

const identifier = z.string().regex(/^[A-Za-z_$][\w$]*$/, 'is no name');

/** What is read. Anything else is known by `harmless`, or named in a warning or an error. */
const settings = z.object({
  name: z
    .string()
    .regex(/^[\w-]+$/, 'is no name of a Worker')
    .optional(),
  main: z.string().optional(),
  compatibility_date: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, 'is no date such as 2026-01-31')
    .optional(),
  compatibility_flags: z.array(z.string()).default([]),
  durable_objects: z
    .object({
      bindings: z.array(
        z.object({
          name: identifier,
          class_name: identifier,
          script_name: z.string().optional(),
          environment: z.string().optional(),
        }),
      ),
    })
    .default({ bindings: [] }),
  migrations: z
    .array(
      z.object({
        new_classes: z.array(z.string()).default([]),
        new_sqlite_classes: z.array(z.string()).default([]),
        renamed_classes: z.array(z.object({ to: z.string() })).default([]),
      }),
    )
    .default([]),
  d1_databases: z
    .array(
      z.object({
        binding: identifier,
        database_id: z.string().optional(),
        database_name: z.string().optional(),
        migrations_dir: z.string().default('migrations'),
      }),
    )
    .default([]),
  kv_namespaces: z.array(z.object({ binding: identifier, id: z.string().optional() })).default([]),
  services: z
    .array(
      z.object({
        binding: identifier,
        service: z.string(),
        environment: z.string().optional(),
        entrypoint: identifier.default('default'),
      }),
    )
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

/** As `projectIn`, from the path of its wrangler file. */
export async function readProject(path: string, environment?: string): Promise<WorkerProject> {
  return projectIn(await readWranglerFile(path), environment);
}

/**
 * Reads the project of a Worker from its wrangler file.
 *
 * @throws WorkerTrouble naming what is missing, wrong or not on the stage
 */
export async function projectIn(written: WranglerFile, environment?: string): Promise<WorkerProject> {
  const { path } = written;
  const file = basename(path);
  const folder = dirname(resolve(path));
  const given = inEnvironment(written, environment);
  const read = settings.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    const reason = `"${issue?.path.join('.')}": ${issue?.message}`;
    throw new WorkerTrouble(`read ${file}`, reason, 'Correct it.');
  }
  const config = read.data;
  refuse(file, given);
  const main = await mainOf(file, folder, config.main);
  const [plain, ...others] = describedIn(written);
  const described = others.find((one) => one.environment === environment) ?? plain;
  const [own, foreign] = [{} as Record<string, string>, {} as WorkerProject['foreignObjects']];
  for (const { name, class_name: className, script_name: worker, environment: theirs } of config.durable_objects
    .bindings) {
    const isOwn = worker === undefined || (worker === described.name && theirs === undefined);
    if (isOwn) own[name] = className;
    else foreign[name] = { worker, environment: theirs ?? null, className };
  }
  const { date, warning } = dateOf(config.compatibility_date);
  const databases: WorkerProject['databases'] = {};
  for (const { binding, database_id, database_name, migrations_dir } of config.d1_databases) {
    const migrations = await readMigrations(resolve(folder, migrations_dir));
    databases[binding] = { id: database_id ?? database_name ?? null, migrations };
  }
  const withSql = new Set(config.migrations.flatMap(({ new_sqlite_classes }) => new_sqlite_classes));
  return {
    ...described,
    folder,
    main,
    compatibilityDate: date,
    compatibilityFlags: flagsOf(config.compatibility_flags, date),
    objects: own,
    foreignObjects: foreign,
    services: Object.fromEntries(
      config.services.map(({ binding, service, environment: theirs, entrypoint }) => [
        binding,
        { worker: service, environment: theirs ?? null, entrypoint },
      ]),
    ),
    withoutSql: config.migrations.flatMap(({ new_classes }) => new_classes).filter((name) => !withSql.has(name)),
    databases,
    stores: Object.fromEntries(config.kv_namespaces.map(({ binding, id }) => [binding, id ?? null])),
    variables: { ...config.vars, ...(await readDevVars(path, environment)) },
    define: config.define,
    alias: config.alias,
    warnings: [...(warning ? [warning] : []), ...notMigrated(own, config.migrations), ...unknown(given)].map(
      (line) => `${file}: ${line}.`,
    ),
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

/** Classes that no migration makes: the stage has them, and a deployment would refuse them. */
function notMigrated(objects: Record<string, string>, migrations: z.infer<typeof settings>['migrations']): string[] {
  const made = new Set(
    migrations.flatMap((one) => [
      ...one.new_classes,
      ...one.new_sqlite_classes,
      ...one.renamed_classes.map(({ to }) => to),
    ]),
  );
  const lacking = [...new Set(Object.values(objects))].filter((name) => !made.has(name));
  return lacking.map((name) => `no migration makes the class ${name}, so that it could not be deployed`);
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

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(files.map(async (name) => ({ name, sql: await readFile(join(folder, name), 'utf8') })));
}
