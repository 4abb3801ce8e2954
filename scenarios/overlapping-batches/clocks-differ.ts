import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/clocks-differ', {
  title: 'Messages are in the order of storing, whatever the clocks of their writers say',
  requirements: ['TASK-10', 'TASK-13'],
  needs: ['tasks', 'messages', 'events'],
  checks: ['sender-order-kept', 'seq-gapless', 'delivered-once-in-order'],
  async play(world) {
    const { frontend, clock } = world;
    const task = await world.startTask('Sort the photographs.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    frontend.subscribe({ sessionId: task.sessionId });
    await frontend.subscribed(task.sessionId);
    for (const day of [30, 20, 10]) {
      const noon = clock.now() + day * 86_400_000;
      const says = (content: string, createdAt: number) => agent.message(`${content} ${day}`, { createdAt });
      await agent.append(task, [says('Evening of day', noon + 6), says('Noon of day', noon), says('Night of day', 0)]);
    }
    await frontend.send({ sessionId: task.sessionId, content: 'What about day 40?' });
    await frontend.history({ sessionId: task.sessionId, limit: 4 });
  },
});
