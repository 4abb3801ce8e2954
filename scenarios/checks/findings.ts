import type { Breach, Finding } from './check.ts';

/** Collects what a check finds. */
export class Findings implements Finding {
  judged = 0;
  readonly breaches: Breach[] = [];

  /** Something is not as promised. `events` show it; those that are not known are left out. */
  breach(message: string, ...events: (number | undefined)[]): void {
    const known = events.filter((event) => event !== undefined);
    this.breaches.push({ message, events: [...new Set(known)].sort((a, b) => a - b) });
  }
}
