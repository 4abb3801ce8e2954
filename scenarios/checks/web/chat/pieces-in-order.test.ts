import { judgeLive } from '../../live/testing.ts';
import type { HistoryBuilder } from '../../testing.ts';
import { connect, entry, transcript } from '../testing.ts';
import { chunksMerge } from './chunks-merge.ts';

const piece = (type: string, index: number, text: string) => ({
  type,
  sessionId: 's1',
  messageId: 'r-a',
  clientMsgId: 'a',
  run: 1,
  text,
  index,
});
const chunk = (index: number) => piece('chunk', index, `${index} `);
/** A reply of which the tab shows this much. */
const shown = (h: HistoryBuilder, text: string) => {
  const line = connect(h, 's1');
  line.hears(piece('message_start', 0, ''));
  const heard = [0, 1, 2].map((index) => line.hears(chunk(index)) + 1);
  return [heard[2] ?? -1, transcript(h, [entry('user', 'hi'), entry('assistant', text, 'streaming')])];
};

judgeLive(chunksMerge, [
  [
    'passes a reply that is shown as far as it came, also from its middle',
    (h) => {
      shown(h, '0 1 2 ');
      shown(h, '0 ');
      const line = connect(h, 's1', 'frontend:b');
      line.hears(piece('message_start', 2, '0 1 '));
      line.hears(chunk(2));
      transcript(h, [entry('assistant', '0 1 2 ', 'streaming')], 's1', 'frontend:b');
    },
  ],
  [
    'fails when pieces stand as they arrived',
    (h) => shown(h, '0 2 1 '),
    /shows "0 2 1 " as a reply that is coming, which no reply says/,
  ],
  [
    'fails when a piece stands twice',
    (h) => shown(h, '0 1 1 2 '),
    /shows "0 1 1 2 " as a reply that is coming, which no reply says/,
  ],
]);
