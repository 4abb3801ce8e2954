import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/same-id-in-one-batch', {
  title: 'A batch that has one id three times stores it once, and answers a duplicate and a conflict',
  requirements: ['TASK-8', 'TASK-9', 'TASK-10'],
  needs: ['tasks', 'messages'],
  checks: ['answered-per-message', 'conflict-keeps-first', 'stored-once'],
  async play(world) {
    const task = await world.startTask('Stutter.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    const [first, last] = [agent.message('I'), agent.message('said so.')];
    await agent.append(task, [first, first, { ...first, content: 'You' }, last]);
    await agent.append(task, [last, first]);
  },
});
