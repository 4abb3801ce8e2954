import { model, newTask, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('phase-archive/export-before-replace', {
  title: 'What is exported before a session is replaced is also there after it, with how it ended',
  requirements: ['PHASE-10', 'PHASE-4'],
  needs: ['phases'],
  checks: ['archived-before-gone', 'replaced-is-gone'],
  async play(world) {
    const { phases } = world.frontend;
    const { phases: bob } = await world.join('bobs', 'bob');
    const taskId = await newTask(world);
    const asked = { taskId, phase: 'verification' } as const;
    const parameters = { temperature: 0.4, style: 'brief' };
    const { sessionId } = await startPhase(world.frontend, { ...asked, model: model('small'), parameters });
    await phases.watch();
    await phases.rename({ sessionId, title: 'Does the roof hold?' });
    await phases.say({ sessionId, content: 'It rained.' });
    await bob.say({ sessionId, content: 'It held.' });
    await phases.export({ sessionId });
    await bob.start({ ...asked, model: model('large') });
    await bob.confirm();
    await phases.export({ sessionId });
    await bob.export({ sessionId });
    await bob.read({ sessionId });
    await bob.messages({ sessionId });
  },
});
