import { limits } from '../../contracts/wire/index.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('overlapping-batches/bad-among-good', {
  title: 'Bad messages of a batch are rejected one by one, and the good ones around them are stored',
  requirements: ['TASK-8', 'SAFE-2'],
  needs: ['tasks', 'messages'],
  checks: ['answered-per-message', 'nothing-acknowledged-lost'],
  async play(world) {
    const task = await world.startTask('Pick the apples.');
    const agent = world.caller('agent', await world.token({ role: 'vm-agent', workspaceId: task.workspaceId }));
    const good = (content: string) => agent.message(content);
    const { messageId, ...nameless } = good('Nobody knows me.');
    const bad = [
      nameless,
      { ...good('A word for an id.'), messageId: 'apple' },
      { ...good('A number for an id.'), messageId: 7 },
      { ...good('Of no known role.'), role: 'apple' },
      { ...good('Made at no time.'), createdAt: 'noon' },
      { ...good('?'), content: 7 },
      { ...good('?'), content: '' },
      good('A NUL \0 in the middle.'),
      good('x'.repeat(limits.messageBytes + 1)),
      null,
      'apple',
    ];
    await agent.append(task, [good('The first apple.'), ...bad, good('The last apple.')]);
    await agent.append(task, [
      { ...good('?'), content: [] },
      { ...good('All picked.'), messageId },
    ]);
  },
});
