import { model, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const small = model('small');
/** Nothing that starts a phase. */
const starts = [
  ...['{', '', 'null', '[]', '{}', '{"model":"small"}', `{"model":${'['.repeat(100_000)}`],
  ...[model('small', '1'), model('small', 'one.two'), model('a/b'), model('')].map((wrong) => ({ model: wrong })),
  ...[{ depth: {} }, { list: [] }, [], { '': 1 }].map((parameters) => ({ model: small, parameters })),
  ...[{}, { sessionId: 'mine', version: 1 }].map((replace) => ({ model: small, replace })),
];

const lists: Record<string, string | number>[] = [{ limit: 0 }, { limit: 101 }, { cursor: 'now' }, { taskId: 'mine' }];

export default scenario('malformed-input/phases', {
  title: 'A start, message, title, list or bulk request that is none is refused, and the session is as it was',
  requirements: ['SAFE-2', 'PHASE-9'],
  needs: ['phases'],
  checks: ['failures-have-their-text', 'malformed-refused'],
  async play(world) {
    const { projectId, taskId } = await world.startTask('Take it all in.');
    const inPhase = { projectId, taskId, phase: 'planning' };
    const { sessionId } = await startPhase(world.frontend, { taskId, model: small });
    const user = world.caller('clumsy', world.userToken);
    const inSession = { projectId, sessionId };
    for (const body of starts) await user.ask('startPhase', inPhase, { body });
    await user.ask('startPhase', { ...inPhase, phase: 'lunch' }, { body: { model: small } });
    await user.ask('startPhase', inPhase, { body: { model: small, parameters: { nul: '\0' } } });
    for (const content of ['', 7, 'zero \0 zero', '\ud83e', 'x'.repeat(102_401)])
      await user.ask('sendPhaseMessage', inSession, { body: { messageId: user.uuid(), content } });
    for (const title of ['', 'x'.repeat(201), 7, '\0'])
      await user.ask('updatePhaseSession', inSession, { body: { title, version: 1 } });
    for (const version of [0, 1.5, 'one', null])
      await user.ask('updatePhaseSession', inSession, { body: { title: 'A', version } });
    for (const state of ['cancelled', 'running', null])
      await user.ask('finishPhaseSession', inSession, { body: { state } });
    for (const sessionIds of [[], ['mine'], 'all', Array.from({ length: 101 }, () => sessionId)])
      await user.ask('deletePhaseSessions', { projectId }, { body: { sessionIds } });
    for (const items of [[], [{}], [{ taskId, phase: 'planning', model: small }]])
      await user.ask('replacePhaseSessions', { projectId }, { body: { items } });
    for (const enabled of ['no', 0, null])
      await user.ask('phaseSettings', { projectId }, { body: { pessimistic_locking_enabled: enabled } });
    for (const query of lists) await user.ask('listPhaseSessions', { projectId }, { query });
    await user.ask('listPhaseMessages', inSession, { query: { after: -1 } });
    for (const modelId of ['a b', 'x'.repeat(101)]) await user.ask('deleteModel', { projectId, modelId });
    await user.ask('getPhaseSession', { projectId, sessionId: 'mine' });
    await world.frontend.phases.read({ sessionId });
    await world.frontend.phases.messages({ sessionId });
  },
});
