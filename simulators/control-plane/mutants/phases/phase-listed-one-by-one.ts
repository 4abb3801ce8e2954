import { findPhase } from '../../phases/rows.ts';
import { phaseRows } from '../../rules/phase-reading.ts';
import type { ControlPlaneMutant } from '../mutant.ts';

export const listedOneByOne: ControlPlaneMutant = {
  id: 'phase-listed-one-by-one',
  requirement: 'PHASE-14',
  side: 'control-plane',
  title: 'A list asks for its sessions one by one.',
  rules: {
    phaseRows: (sql, rules, wanted) => phaseRows(sql, rules, wanted).flatMap(({ id }) => findPhase(sql, id) ?? []),
  },
};
