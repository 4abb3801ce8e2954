import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('limits/body-bytes', {
  title: 'A body may have 1 MiB; a byte more is refused, whether or not its length was declared',
  requirements: ['TASK-18'],
  needs: ['tasks', 'messages'],
  checks: ['limits-kept'],
  async play(world) {
    const task = await world.startTask('Pack the boxes.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    // White space after the JSON fills it up.
    const body = (bytes: number) => JSON.stringify({ messages: [agent.message(`A box of ${bytes}`)] }).padEnd(bytes);
    const undeclared = { 'transfer-encoding': 'chunked' };
    for (const headers of [{}, undeclared]) {
      await agent.ask('appendMessages', task, { headers, body: body(limits.bodyBytes) });
      await agent.ask('appendMessages', task, { headers, body: body(limits.bodyBytes + 1) });
    }
    await agent.append(task, [agent.message('All packed.')]);
  },
});
