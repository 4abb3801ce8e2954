import type { TabSocket } from '../tabs.ts';

const codes = new Set([1008, 4401]);
const statuses = new Set([401, 403, 404]);

/** Was the socket refused for good: another attempt with the same token is worth nothing (WEB-14)? */
export function isFinal({ end }: TabSocket): boolean {
  if (!end || end.how === 'closed') return false;
  return end.how === 'refused' ? statuses.has(end.code) : codes.has(end.code);
}
