import type { HistoryEvent } from '../../contracts/trace/index.ts';
import type { Exchange } from './check.ts';

/**
 * Tells virtual time from real: what the harness sets a play up with waits for nobody, so it takes time only where
 * everything does. Where it does, how long a request took says little of what it waited for.
 */
export class Pace {
  time: 'virtual' | 'real' = 'virtual';

  on(event: HistoryEvent, exchange: Exchange | undefined): void {
    if (exchange?.actor !== 'harness' || exchange.received !== event) return;
    if (event.time > exchange.sent.time) this.time = 'real';
  }
}
