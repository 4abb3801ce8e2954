import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pointed } from './compile.ts';

/**
 * Writes the declarations of modules, and of what these declarations name, into a folder that keeps the tree.
 *
 * @throws Error where the compiler finds something wrong
 */
export async function writeDeclarations(root: string, modules: readonly string[], out: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-declarations-'));
  try {
    await emit(root, modules, folder);
    const seen = new Set(modules);
    // A set that grows while it is walked is walked to its new end.
    for (const module of seen) {
      const declaration = module.replace(/\.ts$/, '.d.ts');
      const text = await readFile(join(folder, declaration), 'utf8');
      const isModule = (path: string) => path.endsWith('.ts') && existsSync(join(root, path));
      const { code, references } = pointed(module, text, isModule);
      for (const reference of references) seen.add(reference);
      const path = join(out, declaration);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, code);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function emit(root: string, modules: readonly string[], folder: string): Promise<void> {
  const project = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: {
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      rootDir: root,
      outDir: folder,
      typeRoots: [join(root, 'node_modules', '@types')],
    },
    include: [],
    exclude: [],
    files: modules.map((module) => join(root, module)),
  };
  const config = join(folder, 'tsconfig.json');
  await writeFile(config, JSON.stringify(project));
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const child = spawn(process.execPath, [compiler, '-p', config], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`Failed to write the declarations: ${said.trim()}`);
}
