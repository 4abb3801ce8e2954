import { judgeCases } from '../cases.testing.ts';
import { type HistoryBuilder, session } from '../testing.ts';
import { contractConformance } from './contract-conformance.ts';
import { noUnknown5xx } from './no-unknown-5xx.ts';

const params = { sessionId: 's1' };
const violation = (h: HistoryBuilder, by: string, of: number) => {
  h.add({ kind: 'violation', actor: 'harness', by, detail: 'body at status: Required', of });
  return [of];
};
const read = (h: HistoryBuilder, actor = 'frontend') => h.call(actor, 'getSession', { params }, 200, session());

judgeCases(contractConformance, [
  [
    'passes messages nobody complains of',
    (h) => {
      read(h);
    },
  ],
  [
    'fails for the target',
    (h) => violation(h, 'target', read(h)),
    /The target sent what the contract does not allow: body at status: Required/,
  ],
  [
    'fails for a simulator, and says that it was not the target',
    (h) => violation(h, 'simulator', read(h) - 2),
    /A simulator \(not the target\) sent/,
  ],
  [
    'passes a caller who is wrong on purpose',
    (h) => {
      read(h);
      violation(h, 'simulator', read(h, 'caller:x') - 2);
    },
  ],
]);

const answered = (h: HistoryBuilder, status: number, body: unknown) =>
  h.call('frontend', 'getSession', { params }, status, body);

judgeCases(noUnknown5xx, [
  [
    'passes a registered problem, and an internal error after a fault',
    (h) => {
      answered(h, 503, { code: 'unavailable' });
      h.fault('storage-write-failed');
      answered(h, 500, { code: 'internal_error' });
    },
  ],
  ['fails without a problem', (h) => [answered(h, 500, 'oops')], /answered 500 without a registered problem code/],
  [
    'fails for an internal error of no cause',
    (h) => [answered(h, 500, { code: 'internal_error' })],
    /though nothing was broken/,
  ],
  [
    'fails for a code with another status',
    (h) => [answered(h, 500, { code: 'unavailable' })],
    /with unavailable, which has status 503/,
  ],
  [
    'does not judge what something on the way made up',
    (h) => {
      read(h);
      const { op } = h.send('frontend', 'getSession', { params });
      h.add({
        kind: 'send',
        actor: 'network',
        operation: 'getSession',
        op,
        msg: 99,
        message: { type: 'response', status: 502, headers: {} },
      });
    },
  ],
]);
