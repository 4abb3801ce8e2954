import { limits } from '../../../../contracts/wire/index.ts';
import type { PhaseStory } from '../story/story.ts';
import type { Life } from '../story/truth.ts';

const hour = 60 * 60 * 1000;
export const day = 24 * hour;

/** A session that was deleted. Times are milliseconds of the target's clock. */
export interface Grave {
  life: Life;
  userId: string;
  deletedAt: number;
  /** The first run that is to archive it: 3:00 UTC, a day after its deletion at the earliest. */
  due: number;
}

/** Every session that was deleted, by id; none where it is not known. */
export function gravesOf(phases: PhaseStory): Map<string, Grave> {
  const graves = new Map<string, Grave>();
  for (const life of phases.truth?.lives.values() ?? []) {
    const deleted = life.frames.find(({ value }) => value.type === 'phase.deleted');
    const row = life.versions[0]?.row;
    if (!deleted || !row) continue;
    const deletedAt = deleted.value.at;
    graves.set(life.sessionId, { life, userId: row.userId, deletedAt, due: runAfter(deletedAt + limits.archiveAfter) });
  }
  return graves;
}

function runAfter(time: number): number {
  const shift = limits.archiveHour * hour;
  return Math.ceil((time - shift) / day) * day + shift;
}
