import { type OperationName, operationOf } from '../../../contracts/wire/index.ts';
import type { Env } from '../env.ts';
import { StoreFailure } from '../failures.ts';
import { describe } from '../operations/describe.ts';
import { handlers } from '../operations/index.ts';
import { live } from '../operations/live.ts';
import { phaseFailed } from '../operations/phase-failed.ts';
import { currentRules, type Rules } from '../rules.ts';
import { authenticate } from './authenticate.ts';
import { authorise, checkParams } from './authorise.ts';
import { problemAnswer, Refused } from './refused.ts';
import { routeOf } from './route.ts';

/** Answers one request: path, who, which ids, may they, and then the operation. */
export async function handle(request: Request, env: Env): Promise<Response> {
  const rules = currentRules();
  let asked: OperationName | null = null;
  try {
    const url = new URL(request.url);
    const { operation, params } = routeOf(request.method, url.pathname);
    asked = operation;
    if (operation === 'describe') return describe(env);
    if (operation === 'live') {
      checkParams(operation, params);
      return await live(env, request, params.projectId ?? '');
    }
    const caller = await authenticate(request, env, rules);
    checkParams(operation, params);
    const project = authorise(caller, operation, params, rules);
    return await handlers[operation]({ env, rules, request, url, params, caller, project });
  } catch (error) {
    return problemAnswer(error instanceof Refused ? error : failureOf(error, asked, rules));
  }
}

/** What went wrong inside is for the log, not for the caller (SAFE-4). */
function failureOf(error: unknown, asked: OperationName | null, rules: Rules): Refused {
  const code = error instanceof StoreFailure ? 'unavailable' : 'internal_error';
  if (asked && operationOf(asked).capability === 'phases') return phaseFailed(rules, code, error);
  console.error('A request failed.', error);
  if (code === 'unavailable') return new Refused(code, 'A store did not answer. Send it again unchanged.');
  return new Refused(code, 'Something went wrong here. Details are in the log.');
}
