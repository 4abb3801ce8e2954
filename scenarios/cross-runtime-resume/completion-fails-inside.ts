import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/completion-fails-inside', {
  title:
    'A completion whose writes fail, and one whose object is reset after them, moves all three parts of the pointer or none',
  requirements: ['RUN-4'],
  needs: ['runtimes'],
  faults: [
    { where: { actor: 'daemon:server', operation: 'completeTask', nth: 1 }, fault: { kind: 'storage-write-failed' } },
    {
      where: { actor: 'daemon:server', operation: 'completeTask', nth: 2 },
      fault: { kind: 'answer-lost-after-commit' },
    },
  ],
  checks: ['pointer-moves-whole', 'one-end-per-task', 'daemon-retries'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    const { taskId } = await runtimes.send({ chatId, content: 'Now the colours' });
    await server.idle();
    await server.poll();
    await world.clock.advance('3 seconds');
    await runtimes.readChat({ chatId });
    await world.clock.advance('5 seconds');
    await runtimes.readChat({ chatId });
    await server.finished(taskId);
    await runtimes.readChat({ chatId });
  },
});
