import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/grown-batch', {
  title: 'A batch that the network doubled, and that comes again with more messages, adds only the new ones',
  requirements: ['TASK-8', 'TASK-10'],
  needs: ['tasks', 'messages'],
  faults: [{ where: { actor: 'caller:agent', operation: 'appendMessages', nth: 1 }, fault: { kind: 'duplicate' } }],
  checks: ['answered-per-message', 'stored-once', 'counts-match'],
  async play(world) {
    const { clock, frontend } = world;
    const task = await world.startTask('Bake the bread.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    const [flour, water, salt, yeast] = ['Flour.', 'Water.', 'Salt.', 'Yeast.'].map((content) =>
      agent.message(content),
    );
    await agent.append(task, [flour, water]);
    await clock.settle();
    await agent.append(task, [yeast, water, salt, flour]);
    await frontend.readSession(task);
  },
});
