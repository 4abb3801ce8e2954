import { scenario } from '../play/scenario.ts';

/** Messages an outbox holds. The prompt is one of them. */
const capacity = 10_000;

export default scenario('retries/outbox-full', {
  title: 'A VM agent without a valid token keeps 10 000 messages, and says which ones it refused',
  requirements: ['TASK-11'],
  needs: ['tasks', 'messages'],
  faults: [
    { where: { actor: 'vm-agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'status', status: 401 } },
  ],
  checks: ['outbox-accounted'],
  async play(world) {
    const { vmAgent, clock } = world;
    await world.startTask('Count the sheep.');
    vmAgent.flush();
    await clock.settle();
    for (let sheep = 1; sheep <= capacity + 1; sheep += 1)
      vmAgent.report({ role: 'assistant', content: `Sheep ${sheep}` });
  },
});
