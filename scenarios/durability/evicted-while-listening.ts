import { scenario } from '../play/scenario.ts';

const evicted = (operation: string, nth: number) => ({
  where: { actor: 'frontend', operation, nth },
  fault: { kind: 'object-evicted' as const },
});

export default scenario('durability/evicted-while-listening', {
  title: 'Subscribers of a session and of the project hear of what is stored after each eviction, on the same socket',
  requirements: ['TASK-17', 'TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  faults: [evicted('appendMessages', 1), evicted('getSession', 1)],
  checks: ['delivered-once-in-order', 'nothing-acknowledged-lost'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Sleep lightly');
    const second = await world.join('second', 'bob');
    frontend.subscribe({ sessionId });
    second.subscribe({ sessionId: null });
    await frontend.subscribed(sessionId);
    await second.subscribed(null);
    await frontend.send({ sessionId, content: 'Are you awake?' });
    await frontend.readSession({ sessionId });
    vmAgent.report({ role: 'assistant', content: 'Wide awake.' });
    await vmAgent.delivered();
    await clock.settle();
  },
});
