import type { KnownMessage } from '../project-data/store-batch.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const idsGlobal: ControlPlaneMutant = {
  id: 'ids-global',
  requirement: 'TASK-9',
  side: 'control-plane',
  title: 'Ids of messages are global: the same id in another session counts as known.',
  rules: {
    knownMessage: (sql, _sessionId, messageId) =>
      sql.exec<KnownMessage>('SELECT seq, role, content FROM messages WHERE message_id = ?', messageId).toArray()[0] ??
      null,
  },
};
