import { scenario } from '../play/scenario.ts';

export default scenario('limits/history-in-pages', {
  title: 'A history read in pages is whole, and every page but the last says that there is more',
  requirements: ['TASK-18'],
  needs: ['tasks', 'messages'],
  checks: ['lists-complete'],
  async play(world) {
    const { frontend } = world;
    const task = await world.startTask('Recite the alphabet.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    await agent.append(
      task,
      [...'abcdefghijklmnopqrstuvwxyz'].map((letter) => agent.message(letter)),
    );
    for (const limit of [3, 9, 26, 27, 100]) await frontend.history({ sessionId: task.sessionId, limit });
    await frontend.history({ sessionId: task.sessionId });
  },
});
