import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/two-subscribers', {
  title: 'Two users who listen to a project and to its session see the same life, until one turns away',
  requirements: ['TASK-13', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['lifecycle-events-once', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const bob = await world.join('bob', 'bob');
    bob.subscribe({ sessionId: null });
    await bob.subscribed(null);
    const { sessionId } = await world.startTask('Review the change');
    frontend.subscribe({ sessionId, after: 0 });
    await frontend.subscribed(sessionId);
    vmAgent.report({ role: 'assistant', content: 'Two remarks.' });
    await vmAgent.complete();
    frontend.unsubscribe({ sessionId });
    await clock.settle();
    await bob.stop({ sessionId });
    await bob.sees(({ type }) => type === 'session.stopped');
  },
});
