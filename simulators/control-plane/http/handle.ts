import type { Env } from '../env.ts';
import { StoreFailure } from '../failures.ts';
import { describe } from '../operations/describe.ts';
import { handlers } from '../operations/index.ts';
import { live } from '../operations/live.ts';
import { currentRules } from '../rules.ts';
import { authenticate } from './authenticate.ts';
import { authorise, checkParams } from './authorise.ts';
import { problemAnswer, Refused } from './refused.ts';
import { routeOf } from './route.ts';

/** Answers one request: path, who, which ids, may they, and then the operation. */
export async function handle(request: Request, env: Env): Promise<Response> {
  try {
    const rules = currentRules();
    const url = new URL(request.url);
    const { operation, params } = routeOf(request.method, url.pathname);
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
    return answerTo(error);
  }
}

/** What went wrong inside is for the log, not for the caller (SAFE-4). */
function answerTo(error: unknown): Response {
  if (error instanceof Refused) return problemAnswer(error.code, error.message, error.headers);
  console.error('A request failed.', error);
  if (error instanceof StoreFailure) {
    return problemAnswer('unavailable', 'A store did not answer. Send it again unchanged.');
  }
  return problemAnswer('internal_error', 'Something went wrong here. Details are in the log.');
}
