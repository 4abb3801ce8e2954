/** Writes the documents made from the schemas: `npm run documents`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { documents } from '../contracts/wire/documents/index.ts';

const read = (file: URL) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
};

for (const [path, text] of Object.entries(documents())) {
  const file = new URL(`../${path}`, import.meta.url);
  const state = read(file) === text ? 'unchanged' : 'written';
  if (state === 'written') writeFileSync(file, text);
  console.log(`${state} ${path}`);
}
