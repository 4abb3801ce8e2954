import { scenario } from '../play/scenario.ts';

export default scenario('durability/resent-from-two-tabs', {
  title: "A user's message whose answer was lost is stored once, however often it is sent again",
  requirements: ['TASK-8', 'TASK-17'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'frontend', operation: 'appendMessages', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['nothing-acknowledged-lost', 'stored-once', 'answered-per-message'],
  async play(world) {
    const { frontend } = world;
    const tab = await world.join('second');
    const { sessionId } = await world.startTask('Take notes');
    const unanswered = await frontend.send({ sessionId, content: 'Milk, bread, butter' });
    await world.atOnce(
      () => frontend.resend(unanswered),
      () => tab.resend(unanswered),
    );
    await tab.history({ sessionId });
  },
});
