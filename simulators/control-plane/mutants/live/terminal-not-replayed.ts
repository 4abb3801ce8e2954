import { terminalTypes } from '../../../../contracts/wire/index.ts';
import { eventsAfter } from '../../live/rows.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const terminalNotReplayed: ControlPlaneMutant = {
  id: 'terminal-not-replayed',
  requirement: 'LIVE-9',
  side: 'control-plane',
  title: 'The replay leaves out the ends of replies.',
  rules: {
    replayLive: (sql, sessionId, after) =>
      eventsAfter(sql, sessionId, after).filter(({ type }) => !terminalTypes.has(type)),
  },
};
