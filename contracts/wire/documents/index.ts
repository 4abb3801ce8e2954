import { z } from 'zod';
import { statesGuide } from '../../provider/states-guide.ts';
import { faultPlan, historyEvent, runReport, traceHeader } from '../../trace/index.ts';
import { asyncapiDocument } from './asyncapi.ts';
import { formatSchema, render } from './json-schema.ts';
import { openapiDocument } from './openapi.ts';

/** The generated documents: path from the root of the project → text of the file. */
export function documents(): Record<string, string> {
  const trace = z.union([traceHeader, historyEvent]).meta({
    description: 'One line of a trace (JSON Lines): the header on the first, an event on each of the others.',
  });
  return {
    'contracts/wire/openapi.json': render(openapiDocument()),
    'contracts/wire/asyncapi.json': render(asyncapiDocument()),
    'docs/provider-states.md': statesGuide(),
    'contracts/trace/report.schema.json': render(formatSchema('report.json', runReport)),
    'contracts/trace/trace.schema.json': render(formatSchema('A line of a trace', trace)),
    'contracts/trace/fault-plan.schema.json': render(formatSchema('A fault plan', faultPlan)),
  };
}
