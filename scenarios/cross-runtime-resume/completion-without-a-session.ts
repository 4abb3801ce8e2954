import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/completion-without-a-session', {
  title: 'Runs that end without a session leave the pointer of their chat as it is, work directory and all',
  requirements: ['RUN-4', 'RUN-3'],
  needs: ['runtimes'],
  checks: ['pointer-moves-whole', 'one-end-per-task'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await work(laptop, await runtimes.send({ chatId, content: 'Just count the lines /nosession' }));
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Forget it /nosession /fail' }));
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Now the colours' }));
  },
});
