#!/usr/bin/env node
// Plain JavaScript that an old Node can read, so that it can say what is wrong.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `Failed to start rehearse: Node ${process.versions.node} is too old. Use Node 22.12 or newer, or run npx rehearse in a clone after npm install.`,
  );
  process.exit(2);
}

// What was read and compiled once is ready the next time.
nodeModule.enableCompileCache?.();
const built = new URL('../dist/cli.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  // A Node that reads TypeScript by itself starts faster and needs less memory.
  if (!process.features.typescript) (await import('tsx/esm/api')).register();
  await import(new URL('../cli.ts', import.meta.url).href);
}
