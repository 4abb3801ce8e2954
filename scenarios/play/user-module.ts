import { readFileSync, statSync } from 'node:fs';
import { type LoadHookSync, type ResolveHookSync, registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type TransformFailure, transformSync } from 'esbuild';

const noSuchFile = 'there is no such file';

/** What to do where a file of a user could not be loaded. */
export function adviceFor(reason: string): string {
  return reason === noSuchFile ? 'Give another path.' : 'Correct the file.';
}

/**
 * Loads a file of a user, TypeScript or JavaScript. TypeScript is all of it (Node by itself knows no enum), is a module
 * whatever the package around it says of its kind, and may leave the extensions of what it imports out. What it imports
 * of this package are the very modules that run already.
 *
 * @param path Absolute.
 * @returns the default export; undefined where there is none
 * @throws whatever the file throws, or what is wrong with it
 */
export async function loadUserModule(path: string): Promise<unknown> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) throw new Error(noSuchFile);
  const hooks = registerHooks({ resolve, load });
  try {
    const { default: content }: { default?: unknown } = await import(pathToFileURL(path).href);
    // Compiled to CommonJS, a module has its default export one level down.
    const nested = typeof content === 'object' && content !== null && '__esModule' in content;
    if (!nested) return content;
    return 'default' in content ? content.default : undefined;
  } finally {
    hooks.deregister();
  }
}

const resolve: ResolveHookSync = (specifier, context, next) => {
  try {
    return next(specifier, context);
  } catch (error) {
    for (const candidate of /^\.{1,2}(\/|$)/.test(specifier) ? spellings(specifier) : []) {
      try {
        return next(candidate, context);
      } catch {
        // The next one; if it is none of them, the error about what is written there tells most.
      }
    }
    throw error;
  }
};

/** What may be meant by a relative path that leads nowhere as it is. */
function spellings(specifier: string): string[] {
  return [specifier.replace(/\.(m?)js$/, '.$1ts'), `${specifier}.ts`, `${specifier}/index.ts`];
}

const load: LoadHookSync = (url, context, next) => {
  if (!/^file:.*\.m?ts$/.test(url)) return next(url, context);
  const path = fileURLToPath(url);
  return { format: 'module', source: toJavaScript(path, readFileSync(path, 'utf8')), shortCircuit: true };
};

function toJavaScript(path: string, text: string): string {
  try {
    const target = `node${process.versions.node}`;
    return transformSync(text, { loader: 'ts', format: 'esm', target, sourcefile: path, sourcemap: 'inline' }).code;
  } catch (error) {
    const [first] = isFailure(error) ? error.errors : [];
    throw first ? new Error(`${first.text} (line ${first.location?.line})`) : error;
  }
}

function isFailure(error: unknown): error is TransformFailure {
  return error instanceof Error && 'errors' in error;
}
