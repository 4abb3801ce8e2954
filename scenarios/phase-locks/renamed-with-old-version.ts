import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-locks/renamed-with-old-version', {
  title: 'A title is for the version that was read: with an older one it is refused, with locks and without',
  requirements: ['PHASE-6'],
  needs: ['tasks', 'phases', 'events'],
  checks: ['versions-respected'],
  async play(world) {
    const { frontend } = world;
    const bobs = world.caller('bobs', await world.token({ role: 'user', userId: 'bob' }));
    const taskId = await newTask(world);
    await frontend.phases.watch();
    const { sessionId, version } = await startPhase(frontend, { taskId, model: model('sonnet') });
    const title = (text: string, read: number) =>
      bobs.ask(
        'updatePhaseSession',
        { projectId: world.projectId, sessionId },
        { body: { title: text, version: read } },
      );
    for (const pessimistic of [true, false]) {
      await frontend.phases.setLocking({ pessimistic });
      await frontend.phases.until(({ sessions }) => sessions.some((one) => one.sessionId === sessionId));
      await frontend.phases.rename({ sessionId, title: `Roof ${pessimistic}` });
      await title('Walls', version);
      await title('Floor', version + (pessimistic ? 1 : 2));
      await world.clock.settle();
    }
    await frontend.phases.read({ sessionId });
  },
});
