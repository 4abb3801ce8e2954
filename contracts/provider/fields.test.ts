import { afterAll, describe, expect, test } from 'vitest';
import { pactFolder, readPacts } from './pact-files.ts';
import { exampleOf, type ReplayedInteraction, startReplayer } from './replayer.testing.ts';

/** Names and `[]` for the entries of a list. */
type Path = readonly string[];

const damages = {
  removed: () => undefined,
  renamed: (value: unknown) => value,
  retyped: (value: unknown) => (typeof value === 'string' ? 7 : 'of another type'),
};
type Damage = keyof typeof damages;

/** What decides how an answer is compared: its fields, and the rules for them. */
function comparisonOf(interaction: ReplayedInteraction): string {
  const message = [interaction.response].flat()[0] ?? interaction;
  const { matchingRules } = message as { matchingRules?: { body?: unknown } };
  return JSON.stringify([fieldsOf(exampleOf(interaction).body), matchingRules?.body]);
}

function fieldsOf(value: unknown, at: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((entry) => fieldsOf(entry, [...at, '[]']));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[...at, name], ...fieldsOf(inner, [...at, name])]);
}

function damaged(value: unknown, [step, ...rest]: Path, damage: Damage): unknown {
  if (step === '[]') return Array.isArray(value) ? value.map((entry) => damaged(entry, rest, damage)) : value;
  if (typeof value !== 'object' || value === null || step === undefined || !(step in value)) return value;
  const { [step]: field, ...others } = value as Record<string, unknown>;
  if (rest.length > 0) return { ...others, [step]: damaged(field, rest, damage) };
  const after = damages[damage](field);
  return after === undefined ? others : { ...others, [damage === 'renamed' ? `${step}Renamed` : step]: after };
}

const unique = (paths: Path[]) => [...new Set(paths.map((path) => path.join('.')))];

// What is compared in the same way is broken in the same way: the first of each stands for the others.
const seen = new Set<string>();
const isNew = (interaction: ReplayedInteraction) => {
  const comparison = comparisonOf(interaction);
  return seen.size < seen.add(comparison).size;
};

const { failuresOf, stop } = startReplayer();
afterAll(stop);

for (const { pact } of await readPacts(pactFolder, 'test the pacts')) {
  const interactions = pact.interactions as unknown as ReplayedInteraction[];
  const different = interactions.filter(isNew);
  const fields = new Map(different.map((one) => [one, unique(fieldsOf(exampleOf(one).body))]));
  const most = Math.max(...[...fields.values()].map((all) => all.length));

  describe(`the pact of ${pact.consumer.name}`, () => {
    test('is kept by a provider that says what its examples say', async () => {
      expect(await failuresOf(pact, interactions, exampleOf)).toEqual([]);
    });

    test('is broken by another status, in each interaction that has one', async () => {
      const some = interactions.filter(({ type }) => type === 'Synchronous/HTTP');
      const broken = await failuresOf(pact, some, (one) => ({ ...exampleOf(one), status: exampleOf(one).status + 20 }));
      expect(broken.sort()).toEqual(some.map(({ description }) => description).sort());
    });

    // One field of each answer at a time, and of all answers side by side: they have nothing in common.
    for (const damage of Object.keys(damages) as Damage[]) {
      test.concurrent(`is broken by any field that is ${damage}, and by nothing but that`, {
        timeout: 300_000,
      }, async () => {
        for (let nth = 0; nth < most; nth += 1) {
          const field = (one: ReplayedInteraction) => fields.get(one)?.[nth]?.split('.');
          const some = different.filter(field);
          // Some that are left as they are: what is broken beside them must not touch them.
          const spared = different.filter((one) => !field(one)).slice(0, 3);
          const broken = await failuresOf(pact, [...some, ...spared], (one) => {
            const said = exampleOf(one);
            return { ...said, body: damaged(said.body, field(one) ?? [], damage) };
          });
          expect(broken.sort(), `field ${nth}`).toEqual(some.map(({ description }) => description).sort());
        }
      });
    }
  });
}
