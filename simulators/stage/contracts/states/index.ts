import { type StateName, type StateParams, states } from '../../../../contracts/provider/states.ts';
import type { Trouble } from '../command.ts';
import { BadState, type Provider, type Scene, type Values } from '../provider.ts';
import * as changes from './changes.ts';
import { aLiveSession } from './live.ts';
import { aPhaseSession } from './phases.ts';
import { aRuntime, aTaskOfAnAgent } from './runtimes.ts';
import { aProject, aTask } from './tasks.ts';

/** What came of bringing a state about. */
interface Made {
  /** What it answers. */
  values: Values;
  /** What states after it change. */
  scene: Scene;
  /** It lasts until the next request and no longer. */
  fleeting: boolean;
}
/** Brings a state about. @throws BadState for parameters that cannot be, anything else where it fails */
type SetUp = (provider: Provider, scene: Scene | null, params: unknown) => Promise<Made>;

function base<Name extends StateName>(
  name: Name,
  make: (provider: Provider, params: StateParams<Name>) => Promise<Values>,
): SetUp {
  return async (provider, _before, raw) => {
    const values = await make(provider, read(name, raw));
    return { values, scene: { projectId: String(values.projectId), values }, fleeting: false };
  };
}

function modifying<Name extends StateName>(
  name: Name,
  change: (provider: Provider, scene: Scene, params: StateParams<Name>) => Promise<Values>,
): SetUp {
  return async (provider, before, raw) => {
    const params = read(name, raw);
    const scene = sceneBefore(before);
    const values = await change(provider, scene, params);
    return { values, scene: { ...scene, values: { ...scene.values, ...values } }, fleeting: false };
  };
}

function troubled<Name extends StateName & Trouble>(name: Name): SetUp {
  return async (provider, before, raw) => {
    read(name, raw);
    const scene = sceneBefore(before);
    await provider.command({ trouble: name });
    return { values: {}, scene, fleeting: true };
  };
}

/** How each state is brought about. */
export const setUps: Record<StateName, SetUp> = {
  'a project': base('a project', aProject),
  'a task': base('a task', aTask),
  'a live session': base('a live session', aLiveSession),
  'a phase session': base('a phase session', aPhaseSession),
  'a runtime': base('a runtime', aRuntime),
  'a task of an agent': base('a task of an agent', aTaskOfAnAgent),
  'the token is unknown': modifying('the token is unknown', changes.tokenUnknown),
  'the token has expired': modifying('the token has expired', changes.tokenExpired),
  'the token is for something else': modifying('the token is for something else', changes.tokenForSomethingElse),
  'the token has asked too often': modifying('the token has asked too often', changes.tokenAskedTooOften),
  'a store does not answer': troubled('a store does not answer'),
  'something is broken inside': troubled('something is broken inside'),
  'sessions cannot be created': troubled('sessions cannot be created'),
  'the model is deleted': modifying('the model is deleted', changes.modelDeleted),
  'locking is switched off': modifying('locking is switched off', changes.lockingOff),
  'the id is taken': modifying('the id is taken', changes.idTaken),
  'a text over the limit': modifying('a text over the limit', changes.textOverTheLimit),
  'time has passed': modifying('time has passed', changes.timePassed),
};

/** Parameters of a state, with its defaults. A name that it does not have is a mistake, not something to overlook. */
function read<Name extends StateName>(name: Name, raw: unknown): StateParams<Name> {
  const { data, error } = states[name].params.strict().safeParse(raw ?? {});
  if (!error) return data as StateParams<Name>;
  const reasons = error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new BadState(reasons.join('; '));
}

function sceneBefore(scene: Scene | null): Scene {
  if (scene) return scene;
  throw new BadState('It changes what a base state has made, and there was none before it');
}
