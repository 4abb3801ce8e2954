import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/completion-twice', {
  title: 'A completion that arrives again after the next one has ended moves no pointer back',
  requirements: ['RUN-4', 'RUN-8'],
  needs: ['runtimes'],
  faults: [{ where: { actor: 'daemon:laptop', operation: 'completeTask', nth: 1 }, fault: { kind: 'answer-lost' } }],
  checks: ['pointer-moves-whole', 'one-end-per-task', 'daemon-retries'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const first = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await world.clock.advance('2 seconds');
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours' }));
    await runtimes.readChat({ chatId });
    await laptop.finished(first.taskId);
    await runtimes.readChat({ chatId });
  },
});
