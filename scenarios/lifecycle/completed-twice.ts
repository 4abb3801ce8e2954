import { scenario } from '../play/scenario.ts';

export default scenario('lifecycle/completed-twice', {
  title: 'A completion whose answer was lost is said again and told once; one after a new message is told again',
  requirements: ['TASK-15', 'TASK-20'],
  needs: ['tasks', 'messages', 'events'],
  faults: [{ where: { actor: 'vm-agent', operation: 'completeAgent', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['life-in-order', 'lifecycle-events-once', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, vmAgent } = world;
    const { sessionId } = await world.startTask('Answer in one word');
    frontend.subscribe({ sessionId });
    await frontend.subscribed(sessionId);
    await vmAgent.complete();
    await frontend.send({ sessionId, content: 'In two words?' });
    await vmAgent.complete();
    await frontend.readSession({ sessionId });
  },
});
