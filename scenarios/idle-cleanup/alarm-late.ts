import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/alarm-late', {
  title: 'A message that is stored before a late alarm still starts the idle period again',
  requirements: ['TASK-14'],
  needs: ['tasks', 'messages', 'events', 'time'],
  faults: [
    { where: { operation: 'alarm', containing: 'ProjectData', nth: 1 }, fault: { kind: 'alarm-late', ms: 180_000 } },
  ],
  checks: ['lifecycle-events-once', 'nothing-acknowledged-lost'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Take your time');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await vmAgent.complete();
    await clock.advance('16 minutes');
    await frontend.send({ sessionId, content: 'Just in time?' });
    await clock.advance('5 minutes');
    await frontend.readSession({ sessionId });
    await clock.advance('15 minutes');
    await frontend.readSession({ sessionId });
  },
});
