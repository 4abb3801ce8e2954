import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/back-without-a-session', {
  title: 'A chat whose run elsewhere made no session resumes, back on its runtime, the one that it has',
  requirements: ['RUN-4', 'RUN-2'],
  needs: ['runtimes'],
  checks: ['offered-when-possible', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId, content: 'Just count the lines /nosession' }));
    await runtimes.readChat({ chatId });
    await runtimes.moveAgent({ agentId, runtimeId: 'laptop' });
    await work(laptop, await runtimes.send({ chatId, content: 'And back here' }));
  },
});
