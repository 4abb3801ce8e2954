import { scenario } from '../play/scenario.ts';

export default scenario('durability/agent-restarts', {
  title: 'An agent that dies before it hears of its acknowledgement sends again, and nothing is stored twice or lost',
  requirements: ['TASK-8', 'TASK-17'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['nothing-acknowledged-lost', 'stored-once', 'counts-match'],
  async play(world) {
    const { frontend, vmAgent, clock } = world;
    const { sessionId } = await world.startTask('Keep a diary');
    vmAgent.report({ role: 'assistant', content: 'Dear diary' });
    vmAgent.flush();
    await clock.settle();
    vmAgent.restart();
    await vmAgent.delivered();
    await frontend.history({ sessionId });
  },
});
