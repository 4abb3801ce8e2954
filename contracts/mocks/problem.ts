import { type ProblemCode, problem, problems } from '../wire/problems.ts';
import type { Reply } from './mock.ts';

/** A problem document with this status: one of the contract where it has such a status, with these fields instead. */
export function problemFor(status: number, fields: Readonly<Record<string, unknown>>): Reply {
  const codes = Object.keys(problems) as ProblemCode[];
  const code = codes.find((one) => one === fields.code) ?? codes.find((one) => problems[one].status === status);
  const known = code ? problem(code, problems[code].meaning) : { type: 'about:blank', title: `Status ${status}` };
  const body = { ...known, status, ...fields };
  return { status, headers: { 'content-type': 'application/problem+json' }, body: JSON.stringify(body) };
}
