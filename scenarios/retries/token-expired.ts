import { scenario } from '../play/scenario.ts';

export default scenario('retries/token-expired', {
  title: 'A VM agent whose token has expired stops, keeps its outbox, and brings all of it with a new token',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  checks: ['outbox-accounted', 'final-errors-not-retried'],
  async play(world) {
    const { vmAgent, clock } = world;
    const { workspaceId } = await world.startTask('Rotate the keys.');
    const agent = { role: 'vm-agent', workspaceId } as const;
    vmAgent.report({ role: 'assistant', content: 'Half of them are rotated.' });
    vmAgent.renewToken({ token: await world.token(agent, { expiresInSeconds: 0 }) });
    await clock.settle();
    vmAgent.report({ role: 'assistant', content: 'All of them are rotated.' });
    await clock.advance('3 seconds');
    vmAgent.renewToken({ token: await world.token(agent) });
    // Nobody waits for delivery: an agent that is deaf to its new token would never be done.
    await clock.advance('6 seconds');
  },
});
