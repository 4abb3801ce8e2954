import { correctChatRules } from '../../chat/rules.ts';
import type { FrontendMutant } from '../../rules.ts';

export const reconnectsOnce: FrontendMutant = {
  id: 'frontend-reconnects-once',
  requirement: 'WEB-8',
  side: 'frontend',
  title: 'The frontend reconnects after the first drop and never again.',
  rules: {
    liveReconnects: (code, reason, drops) => drops <= 1 && correctChatRules.liveReconnects(code, reason, drops),
  },
};
