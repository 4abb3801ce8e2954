import { limits } from '../../contracts/wire/index.ts';
import type { Caller } from '../play/caller.ts';
import { scenario } from '../play/scenario.ts';

/** A batch whose body has so many bytes, though no message of it is too large. */
function batchOf(agent: Caller, bytes: number) {
  const [first, ...others] = Array.from({ length: 11 }, () => agent.message('x'.repeat(95_000)));
  const missing = bytes - JSON.stringify({ messages: [first, ...others] }).length;
  return { messages: [{ ...first, content: 'x'.repeat(95_000 + missing) }, ...others] };
}

export default scenario('limits/body-bytes', {
  title: 'A body may have 1 MiB; a byte more is refused, whether or not its length was declared',
  requirements: ['TASK-18'],
  needs: ['tasks', 'messages'],
  checks: ['limits-kept'],
  async play(world) {
    const task = await world.startTask('Pack the boxes.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    const tooLarge = batchOf(agent, limits.bodyBytes + 1);
    await agent.ask('appendMessages', task, { body: batchOf(agent, limits.bodyBytes) });
    await agent.ask('appendMessages', task, { body: tooLarge });
    await agent.ask('appendMessages', task, { body: tooLarge, headers: { 'transfer-encoding': 'chunked' } });
    await agent.append(task, [agent.message('All packed.')]);
  },
});
