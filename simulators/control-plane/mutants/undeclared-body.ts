import { limits } from '../../../contracts/wire/index.ts';
import type { ControlPlaneMutant } from './mutant.ts';

export const undeclaredBody: ControlPlaneMutant = {
  id: 'undeclared-body',
  requirement: 'TASK-18',
  side: 'control-plane',
  title: 'A body over the limit is accepted when its length is not declared.',
  rules: {
    async readBody(request) {
      if (Number(request.headers.get('content-length') ?? 0) > limits.bodyBytes) return null;
      return new Uint8Array(await request.arrayBuffer());
    },
  },
};
