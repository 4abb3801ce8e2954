import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/same-id-other-content', {
  title: 'Of two contents sent at once under one id the first stored is kept, and the other is a conflict ever after',
  requirements: ['TASK-9', 'TASK-8'],
  needs: ['tasks', 'messages'],
  checks: ['conflict-keeps-first', 'answered-per-message'],
  async play(world) {
    const task = await world.startTask('Toss a coin.');
    const token = await world.token({ role: 'vm-agent', workspaceId: task.workspaceId });
    const [one, two] = [world.caller('one', token), world.caller('two', token)];
    const heads = one.message('Heads.');
    const tails = { ...heads, content: 'Tails.' };
    await world.atOnce(
      () => one.append(task, [heads, one.message('Said heads.')]),
      () => two.append(task, [tails, two.message('Said tails.')]),
    );
    for (const said of [heads, tails, { ...heads, role: 'tool' }, { ...tails, role: 'tool' }])
      await one.append(task, [said]);
  },
});
