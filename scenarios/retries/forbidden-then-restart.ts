import { scenario } from '../play/scenario.ts';

export default scenario('retries/forbidden-then-restart', {
  title: 'A VM agent that was answered 403 waits for a new token, also after a restart, and has lost nothing',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'status', status: 403 } },
  ],
  checks: ['outbox-accounted', 'final-errors-not-retried'],
  async play(world) {
    const { vmAgent, clock } = world;
    const { workspaceId } = await world.startTask('Move the bucket.');
    vmAgent.report({ role: 'assistant', content: 'Moved.' });
    vmAgent.flush();
    await clock.settle();
    vmAgent.restart();
    await clock.advance('3 seconds');
    vmAgent.renewToken({ token: await world.token({ role: 'vm-agent', workspaceId }) });
    await vmAgent.delivered();
  },
});
