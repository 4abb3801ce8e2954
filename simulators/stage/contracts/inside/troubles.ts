import type { Env } from '../../../control-plane/env.ts';
import { interceptedDatabase } from '../../../control-plane/intercepted-database.ts';
import { currentRules, useRules } from '../../../control-plane/rules.ts';
import type { Trouble } from '../command.ts';

type Handle = (request: Request, env: Env) => Promise<Response>;
/** Says for each call to a store, by its method or its SQL, whether it is turned away. */
type TurnedAway = (call: string) => boolean;

/** How one request is answered in each kind of trouble. The code under test is whole: its bindings and rules are not. */
export const troubles: Record<Trouble, (handle: Handle, request: Request, env: Env) => Promise<Response>> = {
  'a store does not answer': (handle, request, env) => {
    let answers = false;
    return handle(
      request,
      withStores(env, (call) => {
        // Who asks is known before anything is asked for.
        if (answers || /FROM tokens|token_requests/.test(call)) return false;
        answers = true;
        return true;
      }),
    );
  },
  'something is broken inside': (handle, request, env) => {
    const rules = currentRules();
    const roleMay = () => {
      throw new Error('Something that nobody has foreseen.');
    };
    useRules({ ...rules, roleMay });
    // A request takes its rules at its very beginning.
    const answer = handle(request, env);
    useRules(rules);
    return answer;
  },
  'sessions cannot be created': (handle, request, env) =>
    handle(
      request,
      withStores(env, (call) => ['createSession', 'createLive', 'commitPhase', 'replacePhases'].includes(call)),
    ),
};

/** As the platform says that a call did not run. */
const turnAway = () => Promise.reject(Object.assign(new Error('The store is not there.'), { retryable: true }));

function withStores(env: Env, isTurnedAway: TurnedAway): Env {
  const objects = <O extends { idFromName(name: string): unknown; get(id: never): object }>(namespace: O): O =>
    replacing(namespace, 'get', (get) => (id: never) => {
      const stub: object = get(id);
      return new Proxy(stub, {
        get: (_stub, method) => {
          const call = (...args: unknown[]) => Reflect.get(stub, method)(...args);
          return isTurnedAway(String(method)) ? turnAway : call;
        },
      });
    });
  return {
    ...env,
    DB: interceptedDatabase(env.DB, (sql, call) => (isTurnedAway(sql) ? turnAway() : call())),
    PROJECT_DATA: objects(env.PROJECT_DATA),
    TASK_RUNNER: objects(env.TASK_RUNNER),
    LIVE_SESSIONS: objects(env.LIVE_SESSIONS),
    RUNTIMES: objects(env.RUNTIMES),
    PHASE_LOOKUPS: objects(env.PHASE_LOOKUPS),
    PHASE_ARCHIVE: objects(env.PHASE_ARCHIVE),
  };
}

/** The object with one method of it replaced; the others are called on it as before. */
function replacing<O extends object, K extends keyof O>(object: O, name: K, replace: (method: O[K]) => unknown): O {
  const bound = (key: string | symbol) => {
    const member: unknown = Reflect.get(object, key);
    return typeof member === 'function' ? member.bind(object) : member;
  };
  return new Proxy(object, { get: (_object, key) => (key === name ? replace(bound(key)) : bound(key)) });
}
