import { scenario } from '../play/scenario.ts';

export default scenario('retries/agent-restarted', {
  title: 'A VM agent that dies with one batch under way and another waiting brings both, and each is stored once',
  requirements: ['TASK-11', 'TASK-10'],
  needs: ['tasks', 'messages'],
  checks: ['outbox-accounted', 'stored-once'],
  async play(world) {
    const { vmAgent } = world;
    await world.startTask('Index the archive.');
    vmAgent.report({ role: 'assistant', content: 'Folder A is indexed.' });
    vmAgent.flush();
    vmAgent.report({ role: 'assistant', content: 'Folder B is indexed.' });
    vmAgent.restart();
    vmAgent.report({ role: 'assistant', content: 'Folder C is indexed.' });
    await vmAgent.delivered();
  },
});
