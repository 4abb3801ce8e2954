import { scenario } from '../play/scenario.ts';

export default scenario('durability/evicted-and-reset', {
  title: 'What was acknowledged survives eviction and reset, and a sleeping subscriber still gets its events',
  requirements: ['TASK-13', 'TASK-17'],
  needs: ['tasks', 'messages', 'events'],
  faults: [
    { where: { actor: 'frontend', operation: 'appendMessages', nth: 2 }, fault: { kind: 'object-evicted' } },
    { where: { actor: 'frontend', operation: 'listMessages', nth: 1 }, fault: { kind: 'object-evicted' } },
    { where: { actor: 'frontend', operation: 'listMessages', nth: 2 }, fault: { kind: 'object-reset' } },
  ],
  checks: ['nothing-acknowledged-lost', 'delivered-once-in-order', 'counts-match'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Remember this');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await frontend.send({ sessionId, content: 'Before the sleep' });
    await frontend.send({ sessionId, content: 'After the sleep' });
    await frontend.history({ sessionId });
    await frontend.history({ sessionId });
    vmAgent.report({ role: 'assistant', content: 'I remember.' });
    await vmAgent.delivered();
    await clock.advance('5 seconds');
    await frontend.history({ sessionId });
  },
});
