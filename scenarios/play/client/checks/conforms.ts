import { check, kindOf } from '../../../checks/check.ts';
import { Findings } from '../../../checks/findings.ts';
import { fields } from '../../../checks/reading.ts';

const clients = new Set(['vm-agent', 'frontend', 'daemon']);

/** What a client says is as the contract has it. */
export const conforms = check({
  id: 'client-conforms',
  level: 'MUST',
  requirements: [],
  sentence: 'Every request and frame of the client is as the contract says.',
  start() {
    const found = new Findings();
    const sent = new Set<number>();
    return {
      on(event) {
        const isClient = clients.has(kindOf(event.actor));
        if (event.kind === 'send' && isClient) {
          found.judged += 1;
          sent.add(event.index);
        }
        if (event.kind === 'violation' && event.by === 'simulator' && sent.has(event.of))
          found.breach(`The client sent what the contract does not allow: ${event.detail}`, event.of);
        if (event.kind === 'report' && isClient && event.report === 'no-operation') {
          const { method, path } = fields(event.detail);
          found.judged += 1;
          found.breach(`The client asked for ${method} ${path}, which is no operation of the contract.`, event.index);
        }
      },
      end: () => found,
    };
  },
});
