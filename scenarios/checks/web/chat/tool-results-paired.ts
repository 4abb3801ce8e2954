import { check } from '../../check.ts';
import { resultsPaired } from '../provider/results-paired.ts';
import { together } from '../together.ts';
import { resultsWithCalls } from './results-with-calls.ts';

/** A result belongs to its call, stored and shown (WEB-11). */
export const toolResultsPaired = check({
  id: 'tool-results-paired',
  level: 'MUST',
  requirements: ['WEB-11'],
  sentence: 'Every result of a tool follows its call, once, and is shown with it.',
  start: () => together(resultsPaired(), resultsWithCalls()),
});
