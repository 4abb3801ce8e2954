import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

/** A text of so many bytes of UTF-8, and a third as many characters. */
const euros = (bytes: number) => '€'.repeat(Math.floor(bytes / 3)) + '.'.repeat(bytes % 3);

export default scenario('limits/message-bytes', {
  title:
    'A message may have 100 KiB of UTF-8, in a batch and in a submit; a byte more is refused, however few its characters',
  requirements: ['TASK-18'],
  needs: ['tasks', 'messages'],
  checks: ['limits-kept'],
  async play(world) {
    const { frontend } = world;
    const task = await world.startTask('Weigh the words.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    const sizes = [limits.messageBytes, limits.messageBytes + 1];
    const messages = sizes.flatMap((bytes) => [agent.message(euros(bytes)), agent.message('x'.repeat(bytes))]);
    await agent.append(task, messages);
    for (const bytes of sizes) await frontend.submit({ message: euros(bytes) });
  },
});
