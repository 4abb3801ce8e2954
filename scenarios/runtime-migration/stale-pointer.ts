import { work } from '../play/agents.ts';
import { oldVersion } from '../play/legacy.ts';
import { scenario } from '../play/scenario.ts';

export default scenario('runtime-migration/stale-pointer', {
  title:
    'A pointer that was never moved by the newer run is paired with the run that made its session, not with that one',
  requirements: ['RUN-6', 'RUN-2'],
  needs: ['runtimes', 'migration'],
  checks: ['backfill-pairs-rightly', 'offered-only-where-made', 'daemon-uses-offer'],
  async play(world) {
    const { runtimes } = world.frontend;
    const { server, agentId, operator } = await oldVersion(world, 'server');
    const [chatId, older, newer] = [operator.uuid(), operator.uuid(), operator.uuid()];
    await operator.import({ chatId, agentId, sessionId: 'S1' }, [
      { taskId: older, runtimeId: 'laptop', sessionId: 'S1' },
      { taskId: newer, runtimeId: 'server', sessionId: 'S2' },
    ]);
    await operator.migrate('expand');
    await operator.migrate('backfill');
    await runtimes.readChat({ chatId });
    await work(server, await runtimes.send({ chatId, content: 'Now the colours' }));
  },
});
