import { scenario } from '../play/scenario.ts';

export default scenario('idle-cleanup/stopped-at-once', {
  title: 'A session that is stopped as its agent completes ends once, and takes no late output',
  requirements: ['TASK-12', 'TASK-14', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['lifecycle-events-once', 'life-in-order', 'stopped-stores-nothing'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId } = await world.startTask('One word is enough');
    await vmAgent.delivered();
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await world.atOnce(
      () => vmAgent.complete(),
      () => frontend.stop({ sessionId }),
    );
    await frontend.sees(({ type }) => type === 'session.stopped');
    await frontend.send({ sessionId, content: 'Or two?' });
  },
});
