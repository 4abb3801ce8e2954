import { type OperationName, operationOf } from '../../../contracts/wire/index.ts';
import type { Rules } from '../rules.ts';
import type { Caller } from './authenticate.ts';
import { Refused } from './refused.ts';

/** The project a request is about. */
export interface Project {
  projectId: string;
  nodeUrl: string;
}

/**
 * What can be judged without the session: role and project. Whether a VM agent belongs to the session is judged by the
 * object that has it. @throws Refused (SAFE-1)
 */
export function authorise(
  caller: Caller,
  operation: OperationName,
  params: Record<string, string>,
  rules: Rules,
): Project {
  const { projectId } = params;
  if (projectId !== undefined && caller.project && !rules.opensProject(caller.project, projectId, operation)) {
    throw new Refused(rules.foreignProject(), 'There is no such project.');
  }
  if (!rules.roleMay(caller.role, operation)) {
    throw new Refused('forbidden', rules.refusalDetail('The token is for other operations.', caller.token));
  }
  return { projectId: projectId ?? '', nodeUrl: caller.project?.nodeUrl ?? '' };
}

/** @throws Refused when an id of the path is not as its schema says. Comes after authentication, where there is one. */
export function checkParams(operation: OperationName, params: Record<string, string>): void {
  const wrong = operationOf(operation).params.safeParse(params).error?.issues[0];
  if (wrong) throw new Refused('malformed_request', `In the path, ${wrong.path.join('.')} is not as it has to be.`);
}
