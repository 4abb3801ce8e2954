import { operations } from '../../../contracts/wire/index.ts';
import { insertProject } from '../database/projects.ts';
import { insertToken } from '../database/tokens.ts';
import { mintToken } from '../digest.ts';
import { readBody } from '../http/read.ts';
import { Refused } from '../http/refused.ts';
import type { Ask } from './handler.ts';

export async function createProject({ env, rules, request }: Ask): Promise<Response> {
  checkSwitch(env.PROVISIONING);
  const { nodeUrl } = await readBody(request, operations.createProject.body, rules);
  const projectId = crypto.randomUUID();
  await insertProject(env.DB, projectId, nodeUrl, Date.now());
  return Response.json({ projectId }, { status: 201 });
}

export async function createToken({ env, rules, request }: Ask): Promise<Response> {
  checkSwitch(env.PROVISIONING);
  const wanted = await readBody(request, operations.createToken.body, rules);
  const subject =
    wanted.role === 'user' ? wanted.userId : wanted.role === 'vm-agent' ? wanted.workspaceId : wanted.runtimeId;
  const { token, hash } = await mintToken();
  const expiresAt = Math.min(Date.now() + wanted.expiresInSeconds * 1000, Number.MAX_SAFE_INTEGER);
  const { role, projectId, requestsPerMinute = null } = wanted;
  if (!(await insertToken(env.DB, { hash, role, projectId, subject, expiresAt, requestsPerMinute }))) {
    throw new Refused('not_found', 'There is no such project.');
  }
  return Response.json({ token, expiresAt }, { status: 201 });
}

/** @throws Refused where provisioning is off */
export function checkSwitch(provisioning: string): void {
  if (provisioning !== 'on') throw new Refused('provisioning_disabled', 'Projects and tokens are made elsewhere.');
}
