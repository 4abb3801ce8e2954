import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/only-repeated', {
  title: 'A completion and a message that are only repeated do not start the idle period again',
  requirements: ['TASK-14', 'TASK-20'],
  needs: ['tasks', 'messages', 'time'],
  checks: ['cleanup-on-time', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Say it again');
    const said = await frontend.send({ sessionId, content: 'Please.' });
    await vmAgent.complete();
    await clock.advance('5 minutes');
    await frontend.resend(said);
    await clock.advance('5 minutes');
    await vmAgent.complete();
    await clock.advance('6 minutes');
    await frontend.readSession({ sessionId });
    // A cleanup that is late comes yet.
    await clock.advance('10 minutes');
  },
});
