import type { FrontendMutant } from '../../rules.ts';

export const retriesRefusedHello: FrontendMutant = {
  id: 'frontend-retries-refused-hello',
  requirement: 'WEB-14',
  side: 'frontend',
  title: 'The frontend reconnects with the same token after it was refused.',
  rules: {
    liveReconnects: (_code, reason) => !/^HTTP (401|403|404)$/.test(reason),
  },
};
