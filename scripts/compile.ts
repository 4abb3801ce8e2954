import { existsSync, globSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { transform } from 'esbuild';

/** A relative path in quotes. In a module it is what is imported, or what is read at run time by its place. */
const relativePath = /(["'])(\.{1,2}\/[^"'\n]*)\1/g;

/**
 * Points the relative paths of a module or a declaration at JavaScript.
 *
 * @param exists Whether there is such a file, given from the root of the project. A text that only looks like a path is left alone.
 * @returns the text, and the files it points at, as they are called in the project
 */
export function pointed(file: string, text: string, exists: (path: string) => boolean) {
  const references: string[] = [];
  const code = text.replaceAll(relativePath, (whole: string, quote: string, path: string) => {
    const target = posix.join(posix.dirname(file), path);
    if (!exists(target)) return whole;
    references.push(target);
    return quote + path.replace(/\.ts$/, '.js') + quote;
  });
  return { code, references };
}

/**
 * Compiles modules and all they refer to, file by file, into a folder that keeps the tree. What they refer to and is no
 * TypeScript is copied.
 *
 * @param entries Files from the root of the project, with `/`.
 * @param target What the JavaScript is for, such as `node22.12`.
 */
export async function compile(root: string, entries: readonly string[], out: string, target: string): Promise<void> {
  const seen = new Set(entries);
  // A set that grows while it is walked is walked to its new end.
  for (const file of seen) {
    if (!file.endsWith('.ts')) {
      await copy(root, file, out);
      continue;
    }
    const source = await readFile(join(root, file), 'utf8');
    const { code } = await transform(source, {
      loader: 'ts',
      format: 'esm',
      target,
      sourcefile: file,
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, target: 'es2024' } },
    });
    const isFile = (path: string) => /\.\w+$/.test(path) && existsSync(join(root, path));
    const module = pointed(file, code, isFile);
    for (const reference of module.references) if (isPartOf(reference)) seen.add(reference);
    await write(join(out, file.replace(/\.ts$/, '.js')), module.code);
  }
}

/** Copies the files that match, into the same tree. */
export async function copyMatching(root: string, patterns: readonly string[], out: string): Promise<void> {
  await Promise.all(globSync([...patterns], { cwd: root }).map((file) => copy(root, file, out)));
}

/** The manifest is written anew, for the package. */
function isPartOf(file: string): boolean {
  return file !== 'package.json' && !file.startsWith('..');
}

async function copy(root: string, file: string, out: string): Promise<void> {
  await mkdir(dirname(join(out, file)), { recursive: true });
  await copyFile(join(root, file), join(out, file));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
