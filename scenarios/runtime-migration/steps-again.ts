import { work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/steps-again', {
  title:
    'Steps in the wrong order are refused, and each again, also at once and without an answer, changes nothing more',
  requirements: ['RUN-6'],
  needs: ['runtimes', 'migration'],
  faults: [
    {
      where: { actor: 'caller:operator', operation: 'migrateRuns', nth: 3 },
      fault: { kind: 'answer-lost-after-commit' },
    },
  ],
  checks: ['backfill-pairs-rightly'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { server, agentId, operator } = await oldVersion(world, 'server');
    const [chatId, older, newer] = [operator.uuid(), operator.uuid(), operator.uuid()];
    await operator.import({ chatId, agentId, sessionId: 'S1' }, [
      { taskId: older, runtimeId: 'laptop', sessionId: 'S1' },
      { taskId: newer, runtimeId: 'server', sessionId: 'S1', state: 'failed' },
    ]);
    await operator.migrate('backfill');
    await operator.migrate('expand');
    await operator.migrate('expand');
    await runtimes.readChat({ chatId });
    await world.atOnce(
      () => operator.migrate('backfill'),
      () => operator.migrate('backfill'),
      () => runtimes.readChat({ chatId }),
    );
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours' }));
  },
});
