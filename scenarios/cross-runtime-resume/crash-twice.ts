import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/crash-twice', {
  title: 'A task whose daemon crashes in both attempts fails, and leaves its session to the next',
  requirements: ['RUN-8', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['orphans-queued-again', 'one-end-per-task', 'pinned-survives'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page /crash always' });
    await laptop.poll();
    await world.clock.settle();
    await laptop.comeBack();
    await world.clock.settle();
    await laptop.comeBack();
    await runtimes.readTask({ taskId });
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Gently this time' }));
  },
});
