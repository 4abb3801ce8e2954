/**
 * Makes the package: `npm pack` calls it before and after. A clone is run from its sources, so what is built is for the
 * package alone, and is taken away again: `dist/`, and a package.json that points there.
 */
import { globSync } from 'node:fs';
import { access, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, copyMatching } from './compile.ts';
import { writeDeclarations } from './declarations.ts';
import { built, type Manifest, publicModules, publishManifest } from './publish-manifest.ts';

/** The clone's own manifest, while the package's is in its place. */
const kept = '.package.json.of-the-clone';

/** Found at run time by reading folders, or by a path that is put together. */
const readAtRunTime = ['contracts/**/*.json', 'scenarios/*.json', 'contracts/**/*.mjs', 'cli/init/files/**/*.*'];

/**
 * Builds the package in its own folder, and nothing where it cannot be built.
 *
 * @throws Error where a module cannot be compiled
 */
export async function build(root: string): Promise<void> {
  await undo(root);
  const text = await readFile(join(root, 'package.json'), 'utf8');
  const manifest: Manifest = JSON.parse(text);
  try {
    await writeBuilt(root, manifest);
  } catch (error) {
    await undo(root);
    throw error;
  }
  await writeFile(join(root, kept), text);
  await writeFile(join(root, 'package.json'), asText(publishManifest(manifest)));
}

async function writeBuilt(root: string, manifest: Manifest): Promise<void> {
  const out = join(root, built);
  const scenarios = globSync('scenarios/!(checks|play)/!(*.*).ts', { cwd: root });
  const entries = ['cli.ts', ...publicModules(manifest), ...scenarios.map((path) => path.replaceAll('\\', '/'))];
  // The declarations first: where they cannot be written, nothing else is under way.
  await writeDeclarations(root, publicModules(manifest), out);
  await compile(root, entries, out, `node${/\d+(\.\d+)*/.exec(manifest.engines.node)?.[0] ?? ''}`);
  await copyMatching(root, readAtRunTime, out);
  // Modules ask the package.json two folders up, or three, for the version: the same in the clone and in here.
  const { name, version } = manifest;
  await writeFile(join(out, 'package.json'), asText({ name, version, type: 'module', private: true }));
}

/** Takes away what `build` made. Without harm where it made nothing. */
export async function undo(root: string): Promise<void> {
  await rm(join(root, built), { recursive: true, force: true });
  const wasChanged = await access(join(root, kept)).then(
    () => true,
    () => false,
  );
  if (wasChanged) await rename(join(root, kept), join(root, 'package.json'));
}

function asText(json: unknown): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}

if (import.meta.main) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  await (process.argv[2] === '--undo' ? undo(root) : build(root));
}
