import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('limits/batch-size', {
  title: 'A batch of 100 messages is stored, and one of 101 is refused as too large and stores none',
  requirements: ['TASK-18', 'TASK-8'],
  needs: ['tasks', 'messages'],
  checks: ['limits-kept', 'answered-per-message'],
  async play(world) {
    const task = await world.startTask('Number the pages.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    const pages = (count: number) => Array.from({ length: count }, (_, page) => agent.message(`Page ${page}`));
    await agent.append(task, pages(limits.batchMessages));
    await agent.append(task, pages(limits.batchMessages + 1));
  },
});
