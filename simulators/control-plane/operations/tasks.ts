import { operations } from '../../../contracts/wire/index.ts';
import { findTask, listTasks as list } from '../database/tasks.ts';
import { pageOf, readQuery } from '../http/read.ts';
import { Refused } from '../http/refused.ts';
import { type Ask, idIn } from './handler.ts';

export async function listTasks({ env, rules, url, project }: Ask): Promise<Response> {
  const page = pageOf(readQuery(url, operations.listTasks.query));
  return Response.json(await list(env.DB, rules, project.projectId, page));
}

export async function getTask(ask: Ask): Promise<Response> {
  const task = await findTask(ask.env.DB, ask.project.projectId, idIn(ask, 'taskId'));
  if (!task) throw new Refused('not_found', 'There is no such task.');
  return Response.json(task);
}
