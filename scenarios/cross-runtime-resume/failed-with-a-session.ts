import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/failed-with-a-session', {
  title: 'A run that failed leaves its session to the next, of its issue or its chat, like one that completed',
  requirements: ['RUN-4', 'RUN-1', 'RUN-2'],
  needs: ['runtimes'],
  checks: ['pointer-moves-whole', 'offered-when-possible'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page /fail' }));
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Try again' }));
    const { issueId, ...first } = await runtimes.queue({ agentId, prompt: 'Fix the logout page /fail' });
    await work(laptop, first);
    await work(laptop, await runtimes.queue({ agentId, issueId, prompt: 'Try again' }));
  },
});
