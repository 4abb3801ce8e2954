import { posix } from 'node:path';

export interface Source {
  /** Path from the root of the project, with `/`. */
  file: string;
  text: string;
}

export interface Breach {
  file: string;
  /** What it imports, as it is written there. */
  imports: string;
  /** The rule this goes against, in words. */
  rule: string;
}

interface Rule {
  /** The files it is about: a folder that ends in `/`, or one file. */
  of: string;
  /** What they may import beside packages: folders or files. */
  may: readonly string[];
  says: string;
}

/** What all simulators stand on. */
const base = ['simulators/ports.ts', 'simulators/verbs.ts', 'simulators/waits.ts'];
const client = (name: string): Rule => ({
  of: `simulators/${name}/`,
  may: ['contracts/', ...base, `simulators/${name}/`],
  says: `simulators/${name} imports contracts, itself and what all simulators stand on (${base.join(', ')})`,
});
const ofBase = (file: string): Rule => ({
  of: file,
  may: ['contracts/', ...base],
  says: `${file} imports contracts and its like (${base.join(', ')})`,
});
const door = (of: string): Rule => ({ of, may: [''], says: '' });

/** The first rule about a file holds for it. */
const rules: readonly Rule[] = [
  // The consumers play the clients, on what the clients' own tests play them on.
  {
    of: 'contracts/consumers/',
    may: ['contracts/', 'simulators/'],
    says: 'contracts/consumers imports contracts and simulators',
  },
  { of: 'contracts/', may: ['contracts/'], says: 'contracts imports contracts' },
  client('vm-agent'),
  client('frontend'),
  client('daemon'),
  ...base.map(ofBase),
  {
    of: 'simulators/control-plane/',
    may: ['contracts/wire/', 'simulators/control-plane/'],
    says: 'simulators/control-plane imports contracts/wire and itself',
  },
  {
    of: 'simulators/stage/',
    may: ['contracts/', 'simulators/'],
    says: 'simulators/stage imports contracts and simulators',
  },
  {
    of: 'simulators/index.ts',
    may: ['contracts/', 'simulators/'],
    says: 'simulators/index.ts imports contracts and simulators',
  },
  {
    of: 'scenarios/',
    may: ['contracts/', 'simulators/', 'scenarios/'],
    says: 'scenarios imports contracts, simulators and scenarios',
  },
  { of: 'reports/', may: ['contracts/', 'reports/'], says: 'reports imports contracts and reports' },
  ...[
    'cli.ts',
    'index.ts',
    'vitest.ts',
    'vitest.config.ts',
    'rehearsal.config.ts',
    'cli/',
    'scripts/',
    'bin/',
    'bench/',
    'examples/',
  ].map(door),
];

const forTests = /(^|\/)([^/]+\.)?(test|testing)\.ts$/;
const statement = /^\s*(?:import|export)\s(?:[\w\s{},*$]*?\sfrom\s*)?['"]([^'"]+)['"]/gm;
const call = /\bimport\(\s*['"]([^'"]+)['"]/g;
const within = (file: string, places: readonly string[]) =>
  places.some((place) => file === place || ((place === '' || place.endsWith('/')) && file.startsWith(place)));

/** The imports that go against the direction of dependencies: contracts ← clients, control plane ← stage ← scenarios. */
export function breaches(sources: readonly Source[]): Breach[] {
  return sources.filter(({ file }) => !forTests.test(file)).flatMap(breachesOf);
}

function breachesOf({ file, text }: Source): Breach[] {
  const rule = rules.find(({ of }) => within(file, [of]));
  if (!rule) return [{ file, imports: '', rule: 'no rule in scripts/directions.ts says what this file may import' }];
  const specifiers = [...text.matchAll(statement), ...text.matchAll(call)].map(([, specifier = '']) => specifier);
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .flatMap((imports) => {
      const target = posix.join(posix.dirname(file), imports);
      if (forTests.test(target) && rule.of !== 'contracts/consumers/')
        return [{ file, imports, rule: 'only tests import tests and their helpers' }];
      return within(target, rule.may) ? [] : [{ file, imports, rule: rule.says }];
    });
}
