import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/silent-about-its-directory', {
  title: 'A run that does not say where it worked leaves the directory that it was offered',
  requirements: ['RUN-3', 'RUN-4'],
  needs: ['runtimes'],
  checks: ['work-dir-kept', 'one-end-per-task', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours /nodir' }));
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the tests' }));
  },
});
