import type { Judge } from '../check.ts';

/** One check whose promise has several sides, each judged by itself. */
export function together(...judges: Judge[]): Judge {
  return {
    on(event, exchange) {
      for (const judge of judges) judge.on(event, exchange);
    },
    end(observed) {
      const findings = judges.map((judge) => judge.end(observed));
      const judged = findings.reduce((sum, finding) => sum + finding.judged, 0);
      const breaches = findings.flatMap((finding) => finding.breaches);
      return { judged, breaches: breaches.sort((a, b) => (a.events[0] ?? 0) - (b.events[0] ?? 0)) };
    },
  };
}
