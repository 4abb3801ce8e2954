#!/usr/bin/env node
// Plain JavaScript that an old Node can read, so that it can say what is wrong.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `Failed to start rehearse: Node ${process.versions.node} is too old. Use Node 22.19 or newer, or run npx rehearse in a clone after npm install.`,
  );
  process.exit(2);
}

// What was read and compiled once is ready the next time.
nodeModule.enableCompileCache?.();
// A clone is run from its sources, the package from what was built of them.
const source = new URL('../cli.ts', import.meta.url);
await import(existsSync(source) ? source.href : new URL('../dist/cli.js', import.meta.url).href);
