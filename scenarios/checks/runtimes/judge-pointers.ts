import type { AgentChat } from '../../../contracts/wire/index.ts';
import type { Judge } from '../check.ts';
import { Findings } from '../findings.ts';
import { changeOf } from './effects.ts';
import { type PossiblePointer, pointersAt, writtenTo } from './pointers.ts';
import type { Runs, Sighting } from './runs.ts';

/** Which promise a pointer is judged by. */
export type Promised = 'moves whole' | 'backfill' | 'new chat';

/** A chat as it was shown, and the pointers that it may have had then. */
export interface ShownPointer extends Sighting<AgentChat> {
  possible: PossiblePointer[];
}

/** Judges every pointer that is shown by one promise; `tell` says what is wrong with one that cannot be. */
export function judgePointers(promise: Promised, tell: (runs: Runs, shown: ShownPointer) => string): Judge {
  const found = new Findings();
  return {
    on() {},
    end({ runs: all }) {
      for (const runs of all.whole) {
        for (const chat of runs.chats.values()) {
          const written = writtenTo(runs, chat);
          if (written.length === 0) continue;
          for (const sighting of chat.sightings) {
            const possible = pointersAt(runs, written, sighting);
            if (promiseOf(sighting, possible) !== promise) continue;
            found.judged += 1;
            const { row, to } = sighting;
            if (possible.some((pointer) => isSame(pointer, row) && pointer.runtimeId === row.runtimeId)) continue;
            const events = possible.flatMap((pointer) => pointer.written.events);
            if (promise === 'backfill')
              for (const step of runs.migrations) events.push(...(changeOf(step)?.events ?? []));
            const message = `Chat ${row.chatId} was shown with ${describe(row)}, but ${tell(runs, { ...sighting, possible })}`;
            found.breach(message, ...events.filter((event) => event < to), to);
          }
        }
      }
      return found;
    },
  };
}

/** By where the pointer that is shown comes from; one that comes from nowhere has not moved whole. */
function promiseOf({ row }: Sighting<AgentChat>, possible: readonly PossiblePointer[]): Promised {
  const from = possible.filter((pointer) => isSame(pointer, row)).map(({ written }) => written);
  if (from.length > 0 && from.every(({ origin }) => origin === 'made')) return 'new chat';
  return from.some(({ isOld }) => isOld) ? 'backfill' : 'moves whole';
}

function isSame(pointer: PossiblePointer, row: AgentChat): boolean {
  return pointer.sessionId === row.sessionId && pointer.workDir === row.workDir;
}

/** The three parts of a pointer in words. */
export function describe({ sessionId, runtimeId, workDir }: Pick<AgentChat, 'sessionId' | 'runtimeId' | 'workDir'>) {
  return `session ${sessionId ?? 'none'}, runtime ${runtimeId ?? 'none'} and work directory ${workDir ?? 'none'}`;
}
