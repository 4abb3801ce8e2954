import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/crash-of-a-chat', {
  title: 'A crash in mid-run moves no pointer of its chat; the end of the second attempt does',
  requirements: ['RUN-8', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['pinned-survives', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    const { taskId } = await runtimes.send({ chatId, content: 'Now the colours /crash' });
    await server.idle();
    await server.poll();
    await world.clock.settle();
    await runtimes.readChat({ chatId });
    await server.comeBack();
    await server.finished(taskId);
    await runtimes.readChat({ chatId });
  },
});
