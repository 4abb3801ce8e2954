import { letGo, work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/while-tasks-end', {
  title: 'A backfill and the end of a run at once leave the pointer of that run',
  requirements: ['RUN-6', 'RUN-4'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'pointer-moves-whole'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { server, agentId, operator } = await oldVersion(world, 'laptop');
    const [chatId, taskId] = [operator.uuid(), operator.uuid()];
    const old = { taskId, runtimeId: 'laptop', sessionId: 'S1' };
    await operator.import({ chatId, agentId, sessionId: 'S1' }, [old]);
    await runtimes.moveAgent({ agentId, runtimeId: 'server' });
    const task = await runtimes.send({ chatId, content: 'Now the colours' });
    server.hold();
    await server.poll();
    await operator.migrate('expand');
    await runtimes.readChat({ chatId });
    await world.clock.advance('5 seconds');
    await world.atOnce(
      () => letGo(server, task),
      () => operator.migrate('backfill'),
      () => runtimes.readChat({ chatId }),
    );
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the tests' }));
  },
});
