import { check } from '../../check.ts';
import { chunksGapless } from '../provider/chunks-gapless.ts';
import { together } from '../together.ts';
import { piecesInOrder } from './pieces-in-order.ts';
import { repliesShownOnce } from './replies-shown-once.ts';

/** A reply comes in pieces and is shown whole (WEB-7). */
export const chunksMerge = check({
  id: 'chunks-merge',
  level: 'MUST',
  requirements: ['WEB-7'],
  sentence:
    'The pieces of a reply have no gap, are shown in their order and make its content, and every reply is shown once, as it ended.',
  start: () => together(chunksGapless(), piecesInOrder(), repliesShownOnce()),
});
