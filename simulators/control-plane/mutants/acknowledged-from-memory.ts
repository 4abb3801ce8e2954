import type { BatchResult } from '../../../contracts/wire/index.ts';
import type { Entry } from '../calls.ts';
import type { Sql } from '../platform.ts';
import { sessionAt } from '../project-data/sessions.ts';
import { repeated, storeBatch } from '../project-data/store-batch.ts';
import type { ControlPlaneMutant } from './mutant.ts';

/** By the storage of an object, so that it is gone when the object is. */
const buffers = new WeakMap<Sql, Map<string, Entry[]>>();

export const acknowledgedFromMemory: ControlPlaneMutant = {
  id: 'acknowledged-from-memory',
  requirement: 'TASK-17',
  side: 'control-plane',
  title: 'A batch is acknowledged from memory and stored with the next one.',
  rules: {
    storeBatch(sql, rules, session, entries, now) {
      if (!rules.acceptsMessages(session)) return storeBatch(sql, rules, session, entries, now);
      const memory = buffers.get(sql) ?? new Map<string, Entry[]>();
      buffers.set(sql, memory);
      const { frames } = storeBatch(sql, rules, session, memory.get(session.id) ?? [], now);
      const stored = sessionAt(sql, session.id);
      memory.set(session.id, entries);
      let seq = stored.message_count;
      const results = entries.map((entry): BatchResult => {
        if (!entry.ok) return entry.rejection;
        const { messageId } = entry.message;
        const known = rules.knownMessage(sql, session.id, messageId);
        if (known) return repeated(known, entry.message);
        seq += 1;
        return { status: 'stored', messageId, seq };
      });
      return { results, frames };
    },
  },
};
