import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { correctRules } from '../rules.ts';
import { chapters } from '../testing/chapters.ts';
import { setUp } from '../testing/setup.ts';
import { controlPlaneMutants } from './index.ts';

describe('the mutants', () => {
  test('have ids of their own, which are the names of their files', () => {
    const ids = controlPlaneMutants.map((mutant) => mutant.id);
    const files = ['.', './live/', './phases/', './runtimes/'].flatMap((folder) =>
      readdirSync(new URL(folder, import.meta.url)).map((name) => name.replace('.ts', '')),
    );
    expect(new Set(ids).size).toBe(ids.length);
    expect(files).toEqual(expect.arrayContaining(ids));
  });

  test.each(controlPlaneMutants)('$id replaces only rules that there are', ({ rules }) => {
    expect(Object.keys(rules).length).toBeGreaterThan(0);
    expect(Object.keys(correctRules)).toEqual(expect.arrayContaining(Object.keys(rules)));
    for (const [name, rule] of Object.entries(rules)) {
      expect(rule).toBeTypeOf('function');
      expect(rule).not.toBe(correctRules[name as keyof typeof correctRules]);
    }
  });
});

describe('in the story of its requirement', () => {
  const setup = setUp();
  const told = new Map<unknown, unknown>();
  beforeAll(() => setup.client.command({ frozen: true }).then(() => {}));

  test.each(Object.entries(chapters))(
    '%s, the correct control plane tells the same twice',
    async (_requirement, chapter) => {
      const result = await chapter(setup);
      expect(told.get(chapter) ?? result).toEqual(result);
      told.set(chapter, result);
    },
  );

  // Each answer of the story is checked against the contract: a mutant that sends what no schema knows fails here.
  // The bugs of live sessions, phases and runtimes show in the catalogue, which has virtual time.
  const inStories = controlPlaneMutants.filter(({ requirement }) => requirement in chapters);

  test.each(inStories)('$id shows, and keeps to the form of the contract', async ({ id, requirement }) => {
    const chapter = chapters[requirement];
    await setup.client.command({ mutant: id });
    expect(await chapter?.(setup)).not.toEqual(told.get(chapter));
  });
});
