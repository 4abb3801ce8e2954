import type { ControlPlaneMutant } from '../mutant.ts';

export const removedPointersFollow: ControlPlaneMutant = {
  id: 'removed-pointers-follow',
  requirement: 'RUN-10',
  side: 'control-plane',
  title: 'Pointers to a runtime that is removed are given the one that their agent has now.',
  rules: {
    pointersOnRemoval: (sql, runtimeId) => {
      sql.exec(
        'UPDATE chats SET runtime_id = (SELECT runtime_id FROM agents WHERE id = chats.agent_id) WHERE runtime_id = ?',
        runtimeId,
      );
    },
  },
};
