import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/chat-same-runtime', {
  title: 'A chat that stays on its runtime is one session in one work directory',
  requirements: ['RUN-2', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['offered-when-possible', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Now the colours' }));
    await work(laptop, await runtimes.send({ chatId, content: 'Now the tests' }));
    await runtimes.readChat({ chatId });
  },
});
