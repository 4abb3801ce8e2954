/** Plays scenarios and prints what was judged: for those who write them. `node scripts/try.ts family/name [--seed N] [--mutant ID] [--history]` */
import { parseArgs } from 'node:util';
import { loadCatalogue, select } from '../scenarios/play/catalogue.ts';
import { play } from '../scenarios/play/play.ts';
import { mutantOf } from '../scenarios/play/run.ts';
import { traceText } from '../scenarios/play/trace.ts';
import { embeddedTarget } from '../simulators/stage/targets.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, mutant: { type: 'string' }, history: { type: 'boolean' } },
});
const target = embeddedTarget(1);
const lane = await target.lane();
const mutant = mutantOf(values.mutant, target);
for (const scenario of select(await loadCatalogue(), positionals)) {
  const seed = Number(values.seed);
  const { report, history, choices } = await play(scenario, lane, {
    seed,
    mutant,
    target: 'embedded',
    guarantees: null,
    timeout: 20_000,
  });
  console.log(
    `${report.status.padEnd(8)} ${report.id} ${report.duration.toFixed(0)} ms, ${report.events} events, faults ${report.faultsFired.length}/${report.faultPlan.length} ${report.reason ?? ''}`,
  );
  for (const { id, status, judged, message } of report.checks) {
    if (status === 'failed' || status === 'inconclusive' || scenario.checks.includes(id))
      console.log(`   ${status.padEnd(8)} ${id} (${judged}) ${status === 'passed' ? '' : message}`);
  }
  for (const line of report.story) console.log(`      +${(line.time / 1000).toFixed(3)} ${line.text}`);
  if (values.history) {
    const header = {
      format: 1 as const,
      tool: 'dress-rehearsal' as const,
      version: '0',
      scenario: report.id,
      seed,
      target: 'embedded',
      mutant: null,
      faultPlan: report.faultPlan,
      choices: [...choices],
    };
    console.log(traceText(header, history));
  }
}
await lane.stop();
