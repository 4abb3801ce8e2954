import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/cancelled-while-running', {
  title:
    'A task that is called off while it runs stays so and moves no pointer, and one that has ended is not called off',
  requirements: ['RUN-4', 'RUN-7'],
  needs: ['runtimes'],
  checks: ['one-end-per-task', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    laptop.hold();
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    const waiting = await runtimes.send({ chatId, content: 'And the logout page' });
    await laptop.poll();
    await world.clock.settle();
    await runtimes.cancel({ taskId });
    await runtimes.cancel({ taskId });
    await runtimes.cancel(waiting);
    laptop.release();
    await laptop.finished(taskId);
    await runtimes.cancel(waiting);
    await runtimes.readChat({ chatId });
    const again = await runtimes.send({ chatId, content: 'Try again' });
    await work(laptop, again);
    await runtimes.cancel(again);
    await runtimes.readTask(again);
  },
});
