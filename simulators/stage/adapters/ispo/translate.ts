import type { Phase, PhaseModel, PhaseSession, PhaseState } from '../../../../contracts/wire/index.ts';
import type { Ids } from '../ids.ts';
import type { IspoOptions } from './options.ts';
import type { IspoSession, IspoStatus } from './wire.ts';

/** How the title of a session begins, by its phase: nothing else tells it. */
export const prefixes: Readonly<Record<Phase, string>> = {
  planning: 'Plan:',
  implementation: 'Run:',
  verification: 'Verify:',
  debug: 'Debug:',
};

/** It has one text for a model, and no versions: all models have this one. */
export const onlyVersion = '1.0';

/** It counts no versions of a session: they are told from the state. */
const versions: Record<PhaseState, number> = { created: 1, running: 2, completed: 3, failed: 4, cancelled: 5 };

/** The phase of a session; undefined where its title tells none of the contract. */
export function phaseOf({ title }: Pick<IspoSession, 'title'>): Phase | undefined {
  const phases = Object.keys(prefixes) as Phase[];
  return phases.find((phase) => title?.startsWith(prefixes[phase]));
}

export function stateOf(status: IspoStatus): PhaseState {
  if (status === 'pending') return 'created';
  return status === 'completed' || status === 'failed' || status === 'cancelled' ? status : 'running';
}

/** What ispo-code shows, in the words of the contract, for one play. */
export class Translation {
  readonly #ids: Ids;
  readonly #projectId: string;
  readonly #now: () => number;
  /** Names of the system's models by those of the contract. */
  readonly #models: ReadonlyMap<string, string>;
  /** Users by the sessions that they were told they had started: the system does not say who did. */
  readonly #starters = new Map<string, string>();
  /** When a session was first seen in a state: the system does not say since when it is. */
  readonly #seen = new Map<string, number>();

  constructor(ids: Ids, projectId: string, now: () => number, { models }: IspoOptions) {
    this.#ids = ids;
    this.#projectId = projectId;
    this.#now = now;
    const pairs = models?.split(',').map((pair) => {
      const [, canonical = '', foreign = ''] = /^([^:]+):(.+)$/.exec(pair) ?? [];
      return [canonical.trim(), foreign.trim()] as const;
    });
    this.#models = new Map(pairs);
  }

  modelFor({ modelId }: PhaseModel): string {
    return this.#models.get(modelId) ?? modelId;
  }

  /** Somebody is told to have started a session. false: somebody else was told so before. */
  started(id: string, userId = 'unknown'): boolean {
    if (this.#starters.has(id)) return false;
    this.#starters.set(id, userId);
    return true;
  }

  session(of: IspoSession, about: { path: string; phase: Phase }, state = stateOf(of.status)): PhaseSession {
    const modelId = this.#modelId(of.model);
    const since = this.#since(of, state);
    const isEnded = state !== 'created' && state !== 'running';
    return {
      sessionId: this.#ids.canonical('session', of.id),
      projectId: this.#projectId,
      taskId: this.#ids.canonical('task', about.path),
      phase: about.phase,
      model: { modelId, version: onlyVersion },
      modelName: modelId,
      parameters: {},
      state,
      version: versions[state],
      title: of.title,
      userId: this.#starters.get(of.id) ?? 'unknown',
      createdAt: of.at,
      updatedAt: since,
      startedAt: state === 'running' ? since : (this.#seen.get(`${of.id}/running`) ?? null),
      endedAt: isEnded ? since : null,
      deletedAt: null,
      replacedBy: null,
    };
  }

  #since({ id, at }: IspoSession, state: PhaseState): number {
    if (state === 'created') return at;
    const known = this.#seen.get(`${id}/${state}`) ?? this.#now();
    this.#seen.set(`${id}/${state}`, known);
    return known;
  }

  /** A model that nobody asked for is shown too, as far as the contract has letters for it. */
  #modelId(model: string | null): string {
    const known = [...this.#models].find(([, foreign]) => foreign === model);
    const text = (known?.[0] ?? model ?? 'unknown').replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
    return text.slice(0, 100) || 'unknown';
  }
}
