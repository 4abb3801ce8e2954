import { agentOn, chatWith, daemonOf, letGo, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/two-runtimes-end-at-once', {
  title: 'Runs of one chat that end at once on two runtimes leave the pointer of one of them, whole',
  requirements: ['RUN-4', 'RUN-2'],
  needs: ['runtimes'],
  checks: ['pointer-moves-whole', 'offered-only-where-made'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    laptop.hold();
    server.hold();
    const here = await runtimes.send({ chatId, content: 'Fix the login page' });
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    const there = await runtimes.send({ chatId, content: 'And the logout page' });
    await laptop.poll();
    await server.poll();
    await world.clock.advance('5 seconds');
    await world.atOnce(
      () => letGo(laptop, here),
      () => letGo(server, there),
      () => runtimes.readChat({ chatId }),
    );
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'What is left?' }));
  },
});
