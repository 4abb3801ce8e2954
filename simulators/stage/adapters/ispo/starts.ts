import { type NewPhaseSession, type Phase, phaseTexts } from '../../../../contracts/wire/index.ts';
import type { Carry } from '../adapter.ts';
import { refused } from '../refused.ts';
import { OwnFailure } from './client.ts';
import type { Found, IspoPlay } from './play.ts';
import { onlyVersion, phaseOf, prefixes, stateOf } from './translate.ts';
import { startedSession } from './wire.ts';

const usualPrompt = 'Change nothing. Answer with the word OK.';

/**
 * Starts a phase. Whether there is a session already is for the system to say: one that it answers as pending, and that
 * nobody has seen or was told of before, is new.
 */
export const startPhase: Carry<'startPhase', IspoPlay> = ({ params: { taskId, phase }, body, token }, play) => {
  const { lacks } = play.tools;
  const { model, parameters = {}, replace } = body;
  if (replace) throw lacks('replacement of a session');
  if (model.version !== onlyVersion) throw lacks('versions of a model');
  if (Object.keys(parameters).length > 0) throw lacks('parameters of a model');
  const path = play.pathOf(taskId);
  const begin = async () => {
    const asked = play.log.turn();
    const { sessionId: id, status } = await ask(play, { path, phase, model, token });
    const looked = play.log.turn();
    // In a list it may be seen later: until then there is only what was asked for.
    const unseen = { id, title: null, status, at: play.tools.now(), model: play.translation.modelFor(model) };
    const shown = await play.client.session(id, token).catch(ignoreFailure);
    if (shown && (shown.taskPath !== path || phaseOf(shown) !== phase)) throw otherwise(play, shown, { path, phase });
    const found: Found = { session: shown ?? unseen, path, phase };
    const isNew = stateOf(status) === 'created' && !play.log.has(play.ids.canonical('session', id), asked);
    if (!isNew || !play.translation.started(id, play.tokens.find(token))) {
      play.seen(found, looked);
      return existing(play, found);
    }
    // The answer says what it was started as: meanwhile it may have begun.
    play.seen(found, asked, 'created');
    return { status: 201 as const, body: { outcome: 'created' as const, session: play.show(found, 'created') } };
  };
  return play.starting(begin());
};

function existing(play: IspoPlay, found: Found) {
  const session = play.show(found);
  return { status: 200 as const, body: { outcome: 'existing' as const, session, message: phaseTexts.existing } };
}

interface Start {
  path: string;
  phase: Phase;
  model: NewPhaseSession['model'];
  token: string | null;
}

async function ask(play: IspoPlay, { path, phase, model: wanted, token }: Start) {
  const { client, translation } = play;
  const { agentType, prompt = usualPrompt } = client.tools.options;
  const model = translation.modelFor(wanted);
  const title = `${prefixes[phase]} ${play.tasks.get(path)?.title ?? ''}`;
  const ofTask = { path, agentType, model, instructions: prompt };
  const ofAgent = { prompt, agentType, model, title, taskPath: path };
  const [procedure, input] = {
    planning: ['agent.spawn', ofAgent],
    implementation: ['tasks.assignToAgent', ofTask],
    verification: ['tasks.verifyWithAgent', ofTask],
    debug: ['agent.spawn', ofAgent],
  }[phase] as [string, object];
  try {
    return await client.mutate(procedure, input, startedSession, token);
  } catch (error) {
    if (!(error instanceof OwnFailure) || error.code === 'not_found') throw error;
    // It has one status for all that goes wrong: a start that it refuses is one that it could not make.
    throw refused('session_creation_failed', phaseTexts.creationFailed);
  }
}

/** No check knows what to make of a start that is answered with the session of something else. */
function otherwise({ tools }: IspoPlay, shown: unknown, { path, phase }: Omit<Found, 'session'>) {
  return tools.wire.unexpected('the answer to a start', shown, `a session of ${path} called "${prefixes[phase]} …"`);
}

/** What is started can be seen or not: that it cannot be looked at now changes nothing. */
function ignoreFailure(error: unknown): null {
  if (error instanceof OwnFailure) return null;
  throw error;
}
