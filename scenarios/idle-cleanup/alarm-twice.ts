import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/alarm-twice', {
  title: 'An alarm that fires twice cleans a session up once',
  requirements: ['TASK-14'],
  needs: ['tasks', 'messages', 'events', 'time'],
  faults: [{ where: { operation: 'alarm', containing: 'ProjectData', nth: 1 }, fault: { kind: 'alarm-twice' } }],
  checks: ['cleanup-on-time', 'lifecycle-events-once'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Say it once');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await vmAgent.complete();
    await clock.advance('16 minutes');
    await frontend.readSession({ sessionId });
  },
});
