import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/two-senders', {
  title: 'Two senders at once each keep their order, in one numbering without gaps',
  requirements: ['TASK-10'],
  needs: ['tasks', 'messages'],
  checks: ['sender-order-kept', 'seq-gapless'],
  async play(world) {
    const task = await world.startTask('Work in pairs.');
    const token = await world.token({ role: 'vm-agent', workspaceId: task.workspaceId });
    const senders = [world.caller('left', token), world.caller('right', token)];
    await world.atOnce(
      ...senders.map((sender) => async () => {
        for (const batch of [1, 2, 3]) {
          await sender.append(task, [sender.message(`Step ${batch}, begun`), sender.message(`Step ${batch}, done`)]);
        }
      }),
    );
  },
});
