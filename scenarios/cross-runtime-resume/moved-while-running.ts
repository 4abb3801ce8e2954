import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/moved-while-running', {
  title: 'A run that ends after its agent has moved leaves its own runtime behind, not that of its agent',
  requirements: ['RUN-4', 'RUN-5'],
  needs: ['runtimes'],
  checks: ['pointer-moves-whole', 'queued-for-its-runtime'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    laptop.hold();
    await laptop.idle();
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await world.clock.settle();
    laptop.release();
    await laptop.finished(taskId);
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours' }));
  },
});
