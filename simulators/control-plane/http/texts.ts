import { unstorable } from '../rules/messages.ts';
import { Refused } from './refused.ts';

/** @throws Refused where a text anywhere in a value cannot be stored as it is (SAFE-2) */
export function checkTexts(value: unknown): void {
  if (typeof value === 'string') {
    const unfit = unstorable(value);
    if (unfit) throw new Refused('malformed_request', `In a text of the body, the ${unfit}.`);
  } else if (typeof value === 'object' && value !== null) {
    for (const part of Object.values(value)) checkTexts(part);
  }
}
