/** Writes which operations each scenario says, by playing all of them: `npm run operations`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../scenarios/play/index.ts';
import { operationsIn } from '../scenarios/play/operations-said.ts';
import { readTrace } from '../scenarios/play/trace.ts';

const folder = await mkdtemp(join(tmpdir(), 'rehearse-operations-'));
try {
  const { scenarios } = await run({ seed: 7, out: folder });
  const rows: [string, string][] = [];
  for (const { id, trace } of scenarios) {
    const { history } = await readTrace(join(folder, trace ?? ''));
    rows.push([id, operationsIn(history).join(' ')]);
  }
  const file = new URL('../scenarios/operations.json', import.meta.url);
  await writeFile(file, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
  console.log(`written scenarios/operations.json: ${rows.length} scenarios`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
