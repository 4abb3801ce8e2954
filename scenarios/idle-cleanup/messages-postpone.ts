import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/messages-postpone', {
  title: 'A message of either side starts the idle period again in full',
  requirements: ['TASK-14'],
  needs: ['tasks', 'messages', 'time'],
  checks: ['cleanup-on-time'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Think about it');
    await vmAgent.complete();
    await clock.advance('10 minutes');
    vmAgent.report({ role: 'assistant', content: 'One more thing.' });
    await vmAgent.delivered();
    await clock.advance('10 minutes');
    await frontend.send({ sessionId, content: 'Go on' });
    await clock.advance('14 minutes');
    await frontend.readSession({ sessionId });
    await clock.advance('2 minutes');
    await frontend.readSession({ sessionId });
  },
});
