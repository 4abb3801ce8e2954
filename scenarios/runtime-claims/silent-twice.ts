import { agentOn, chatWith, daemonOf } from '../play/agents.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-claims/silent-twice', {
  title: 'A task whose runtime falls silent in both attempts fails as offline, also where the alarm is late',
  requirements: ['RUN-8', 'RUN-4'],
  needs: ['runtimes', 'time'],
  faults: [
    { where: { operation: 'alarm', containing: 'Runtimes', nth: 1 }, fault: { kind: 'alarm-late', ms: 180_000 } },
  ],
  checks: ['orphans-queued-again', 'one-end-per-task'],
  async play(world) {
    const { runtimes } = world.frontend;
    const [laptop, spare] = [await daemonOf(world, 'laptop'), await world.daemon('spare', { runtimeId: 'laptop' })];
    const chatId = await chatWith(world, await agentOn(world, laptop));
    const { taskId } = await runtimes.send({ chatId, content: 'Fix the login page /long 1h' });
    await laptop.poll();
    await world.clock.settle();
    laptop.crash();
    await world.clock.advance('10 minutes');
    await spare.start();
    await world.clock.settle();
    await runtimes.readTask({ taskId });
    spare.stop();
    await world.clock.advance('6 minutes');
    await runtimes.readTask({ taskId });
    await runtimes.readChat({ chatId });
  },
});
