import { agentOn, chatWith, daemonOf, letGo, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/crash-before-pin', {
  title:
    'A daemon that crashes before it could start its task is offered, again, what its chat has, and no other loses its own',
  requirements: ['RUN-8', 'RUN-2'],
  needs: ['runtimes'],
  faults: [{ where: { actor: 'daemon:laptop', operation: 'startAgentTask', nth: 2 }, fault: { kind: 'lost' } }],
  checks: ['orphans-queued-again', 'offered-when-possible', 'work-dir-kept'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, server] = [await daemonOf(world, 'laptop'), await daemonOf(world, 'server')];
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const other = await runtimes.queue({ agentId: await agentOn(world, server), prompt: 'Fix the front page' });
    server.hold();
    await server.poll();
    await work(laptop, await runtimes.send({ chatId, content: 'Fix the login page' }));
    const { taskId } = await runtimes.send({ chatId, content: 'Now the colours' });
    await laptop.idle();
    await laptop.poll();
    await world.clock.settle();
    laptop.crash();
    await runtimes.readTask({ taskId });
    await laptop.comeBack();
    await laptop.finished(taskId);
    await letGo(server, other);
  },
});
