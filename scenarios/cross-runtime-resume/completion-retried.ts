import { agentOn, chatWith, daemonOf, work } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('cross-runtime-resume/completion-retried', {
  title:
    'An end that is answered 503, 429 or 408, or not at all, is said again, up to 64 s later, and moves its chat once',
  requirements: ['RUN-4'],
  needs: ['runtimes'],
  faults: [
    { where: { operation: 'completeTask', nth: 1 }, fault: { kind: 'status', status: 503 } },
    { where: { operation: 'completeTask', nth: 2 }, fault: { kind: 'answer-lost' } },
    { where: { operation: 'completeTask', nth: 3 }, fault: { kind: 'status', status: 429 } },
    { where: { operation: 'completeTask', nth: 4 }, fault: { kind: 'status', status: 408 } },
    { where: { operation: 'completeTask', nth: 5 }, fault: { kind: 'status', status: 503 } },
    { where: { operation: 'failTask', nth: 1 }, fault: { kind: 'status', status: 503 } },
  ],
  checks: ['daemon-retries', 'pointer-moves-whole', 'one-end-per-task'],
  async play(world) {
    const { runtimes } = world.frontend;
    const laptop = await daemonOf(world, 'laptop');
    const agentId = await agentOn(world, laptop);
    const chatId = await chatWith(world, agentId);
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page' });
    await laptop.poll();
    await world.clock.advance('10 seconds');
    await runtimes.readChat({ chatId });
    await laptop.finished(taskId);
    await runtimes.readChat({ chatId });
    await work(laptop, await runtimes.send({ chatId, content: 'Now the colours /fail' }));
  },
});
