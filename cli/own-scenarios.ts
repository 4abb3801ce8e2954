import type { Engine } from './engine.ts';

/** The engine with a project's own scenarios beside those of the catalogue. `scenarios` as in `Config`. */
export function withOwn(engine: Engine, scenarios: readonly string[] | undefined): Engine {
  if (scenarios === undefined) return engine;
  return {
    ...engine,
    run: (options) => engine.run({ ...options, scenarios }),
    catalogue: () => engine.catalogue({ scenarios }),
    requirementTable: () => engine.requirementTable({ scenarios }),
    replay: (trace, options) => engine.replay(trace, { ...options, scenarios }),
  };
}

/** Takes a flag that may be given again; unlike other lists it has no commas, since a pattern may have some. */
export function another(value: string, before: string[] = []): string[] {
  return [...before, value];
}
