import { operations } from '../../../contracts/wire/index.ts';
import { projectExists } from '../database/projects.ts';
import { readBody } from '../http/read.ts';
import { granted, Refused } from '../http/refused.ts';
import { checkTexts } from '../http/texts.ts';
import type { Ask, Handler } from './handler.ts';
import { checkSwitch } from './provisioning.ts';
import { askRuntimes } from './runtimes.ts';

async function importLegacyRuns(ask: Ask): Promise<Response> {
  checkSwitch(ask.env.PROVISIONING);
  const rows = await readBody(ask.request, operations.importLegacyRuns.body, ask.rules);
  checkTexts(rows);
  await checkProject(ask);
  granted(await askRuntimes(ask, (runtimes) => runtimes.importLegacy(rows)));
  return new Response(null, { status: 204 });
}

async function migrateRuns(ask: Ask): Promise<Response> {
  checkSwitch(ask.env.PROVISIONING);
  const { step } = await readBody(ask.request, operations.migrateRuns.body, ask.rules);
  await checkProject(ask);
  return Response.json(granted(await askRuntimes(ask, (runtimes) => runtimes.migrate(step))));
}

/** An administrator has no project: that of the path may not be there. */
async function checkProject({ env, project }: Ask): Promise<void> {
  if (!(await projectExists(env.DB, project.projectId))) throw new Refused('not_found', 'There is no such project.');
}

/** From the old version to the new, for administrators. */
export const migrationHandlers = { importLegacyRuns, migrateRuns } satisfies Record<string, Handler>;
