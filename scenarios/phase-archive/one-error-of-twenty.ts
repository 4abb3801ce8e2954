import { model, newTask, type Phased, startPhase } from '../play/phases.ts';
import { scenario } from '../play/scenario.ts';

const reads = [2, 1, 1, 1];
const four = ['planning', 'implementation', 'verification', 'debug'] as const;

export default scenario('phase-archive/one-error-of-twenty', {
  title: 'A run that gives up one session of twenty is in order',
  requirements: ['PHASE-10', 'PHASE-14'],
  needs: ['phases', 'time'],
  faults: reads.map((call, turn) => ({
    where: { operation: 'alarm', containing: 'PhaseArchive', nth: turn + 1 },
    fault: { kind: 'object-unavailable', call },
  })),
  checks: ['archived-on-schedule', 'counters-true'],
  async play(world) {
    const { frontend, clock } = world;
    const { phases } = frontend;
    const taskId = await newTask(world);
    let current: Phased[] = [];
    for (const phase of four) current.push(await startPhase(frontend, { taskId, phase, model: model('model') }));
    for (const version of ['2.0', '3.0', '4.0', '5.0', '6.0']) {
      const items = current.map(({ phase, sessionId, version: shown }) => {
        return { taskId, phase, model: model('model', version), replace: { sessionId, version: shown } };
      });
      const { value } = (await phases.replaceAll({ items })) ?? {};
      current = (value?.results ?? []).flatMap((result) => (result.outcome === 'replaced' ? [result.session] : []));
    }
    await clock.advance('28 hours');
    await phases.archiveRuns();
    await phases.metrics();
  },
});
