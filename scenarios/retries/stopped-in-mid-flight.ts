import { scenario } from '../play/scenario.ts';

export default scenario('retries/stopped-in-mid-flight', {
  title: 'A session stopped between a batch and its retry knows what it had, rejects the rest, and ends the reporter',
  requirements: ['TASK-12', 'TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'vm-agent', operation: 'appendMessages', nth: 2 }, fault: { kind: 'answer-lost' } }],
  checks: ['stopped-stores-nothing', 'outbox-accounted', 'answered-per-message'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Paint the fence.');
    vmAgent.flush();
    await vmAgent.delivered();
    vmAgent.report({ role: 'assistant', content: 'The left side is done.' });
    vmAgent.flush();
    await clock.settle();
    vmAgent.report({ role: 'assistant', content: 'The right side is done.' });
    await frontend.stop({ sessionId });
    await vmAgent.delivered();
    vmAgent.report({ role: 'assistant', content: 'The gate is done.' });
    vmAgent.flush();
    await clock.advance('4 seconds');
  },
});
