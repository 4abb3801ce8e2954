/** Fails when an import goes against the direction of dependencies. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { breaches, type Source } from './directions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const skipped = new Set(['node_modules', 'rehearsal-out']);

function* sourcesIn(folder: string): Generator<Source> {
  for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
    const path = folder + entry.name;
    if (entry.isDirectory() && !skipped.has(entry.name) && !entry.name.startsWith('.')) yield* sourcesIn(`${path}/`);
    else if (entry.isFile() && path.endsWith('.ts')) yield { file: path, text: readFileSync(root + path, 'utf8') };
  }
}

const sources = [...sourcesIn('')];
const found = breaches(sources);
for (const { file, imports, rule } of found)
  console.error(`${file}: ${imports ? `imports ${imports}, but ` : ''}${rule}`);
if (found.length > 0) process.exitCode = 1;
else console.log(`${sources.length} files keep to the direction of dependencies`);
