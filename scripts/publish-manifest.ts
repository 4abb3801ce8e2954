/** What package.json says in a clone, where everything is TypeScript. Only what is read here is named. */
export interface Manifest extends Record<string, unknown> {
  name: string;
  version: string;
  /** `node`: the oldest that it runs on, such as `>=22.19`. */
  engines: { node: string };
  exports: Readonly<Record<string, string>>;
}

/** What only a clone has a use for. */
const ofTheClone = new Set(['private', 'scripts', 'devDependencies', 'allowScripts']);

/** The folder of the package that holds what was built. It keeps the tree of the sources. */
export const built = 'dist';

/**
 * The package.json of the package: the clone's, with its exports pointed at what was built from them, without what only
 * a clone needs.
 */
export function publishManifest(manifest: Manifest): Record<string, unknown> {
  const kept = Object.entries(manifest).filter(([key]) => !ofTheClone.has(key));
  const exports = Object.entries(manifest.exports).map(([name, path]) => [name, publishedAs(path)]);
  // What the help and the README send readers to.
  const files = [built, 'bin/*.mjs', 'docs', 'examples'];
  return { ...Object.fromEntries(kept), files, exports: Object.fromEntries(exports) };
}

/** The TypeScript files that others may import, from the root of the project. */
export function publicModules({ exports }: Manifest): string[] {
  return Object.values(exports)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => path.replace('./', ''));
}

function publishedAs(path: string): string | { types: string; default: string } {
  const inside = path.replace('./', `./${built}/`);
  if (!inside.endsWith('.ts')) return inside;
  // Types come first: the first condition that holds is taken.
  return { types: inside.replace(/\.ts$/, '.d.ts'), default: inside.replace(/\.ts$/, '.js') };
}
