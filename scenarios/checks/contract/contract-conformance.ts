import { check, kindOf } from '../check.ts';
import { Findings } from '../findings.ts';

const whose = {
  target: 'The target sent',
  adapter: 'The adapter of the target made',
  simulator: 'A simulator (not the target) sent',
  harness: 'The harness (not the target) sent',
} as const;

/** Every message both ways is as the contract says. */
export const contractConformance = check({
  id: 'contract-conformance',
  level: 'MUST',
  requirements: [],
  sentence: 'Every request, answer and frame is as the contract says.',
  start() {
    const found = new Findings();
    /** Messages of those who ask wrongly on purpose. */
    const onPurpose = new Set<number>();
    return {
      on(event) {
        if (event.kind === 'send') {
          if (kindOf(event.actor) === 'caller') onPurpose.add(event.index);
          else if (event.actor !== 'network') found.judged += 1;
        }
        if (event.kind !== 'violation' || (event.by !== 'target' && onPurpose.has(event.of))) return;
        found.breach(`${whose[event.by]} what the contract does not allow: ${event.detail}`, event.of);
      },
      end() {
        return found;
      },
    };
  },
});
