import type { CheckResult } from '../../contracts/trace/index.ts';
import type { Guarantees } from '../../contracts/wire/index.ts';
import type { Check } from '../checks/check.ts';

/** What a target says that it promises. */
export interface Promises {
  /** A check that needs more is not applicable; null: everything. */
  guarantees: Guarantees | null;
  /** Requirements that the target cannot meet by design, with the reason; checks of nothing else are not applicable. */
  unmet?: Readonly<Record<string, string>>;
}

type Needing = Pick<Check, 'needs' | 'requirements'>;

/** From weakest to strongest. */
const strengths: Record<string, readonly string[]> = {
  seq: ['none', 'ordered', 'gapless'],
  ack: ['batch', 'message'],
  feed: ['live', 'resumable'],
  idempotency: ['none', 'key'],
};

export function meets(guarantees: Guarantees | null, needs: Check['needs']): boolean {
  if (!needs || !guarantees) return true;
  const order = strengths[needs.guarantee] ?? [];
  return order.indexOf(guarantees[needs.guarantee]) >= order.indexOf(needs.atLeast);
}

export function isPromised({ needs, requirements }: Needing, { guarantees, unmet }: Promises): boolean {
  return meets(guarantees, needs) && unmetReason(requirements, unmet) === undefined;
}

/** Why none of these requirements can be met; undefined where one of them can, or there are none. */
export function unmetReason(
  requirements: readonly string[],
  unmet: Readonly<Record<string, string>> = {},
): string | undefined {
  const [first] = requirements;
  return first !== undefined && requirements.every((id) => Object.hasOwn(unmet, id)) ? unmet[first] : undefined;
}

/** The target does not promise what the check needs: not judged, and never counted as passed. */
export function notPromised(check: Check, promises: Promises): CheckResult {
  const { id, level, requirements, sentence } = check;
  const reason = lackOf(check, promises);
  return {
    id,
    level,
    requirements: [...requirements],
    sentence,
    status: 'not-applicable',
    judged: 0,
    message: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`,
    events: [],
  };
}

/** Why some of these checks were not judged, each reason once. Nothing where all of them are promised. */
export function lacksOf(checks: readonly Check[], promises: Promises): string[] {
  return [...new Set(checks.filter((check) => !isPromised(check, promises)).map((check) => lackOf(check, promises)))];
}

function lackOf({ needs, requirements }: Needing, { guarantees, unmet }: Promises): string {
  return meets(guarantees, needs)
    ? `the target does not promise it: ${unmetReason(requirements, unmet)}`
    : `the target does not promise ${needs?.guarantee}: ${needs?.atLeast}`;
}
