import { describe, expect, test } from 'vitest';
import { uuid } from '../../testing.ts';
import { correctChatRules } from './rules.ts';
import { chunk, complete, event, prompt, start } from './testing.ts';
import { Transcript } from './transcript.ts';

type Frame = ReturnType<typeof chunk> | ReturnType<typeof start> | ReturnType<typeof event>;

/** A transcript that was told these frames, in this order. */
function told(...frames: Frame[]): Transcript {
  const transcript = new Transcript(correctChatRules);
  for (const frame of frames) {
    if (frame.type === 'chunk') transcript.chunk(frame);
    else if (frame.type === 'message_start') transcript.start(frame);
    else transcript.event(frame);
  }
  return transcript;
}
const shown = (transcript: Transcript) =>
  transcript.messages.map(({ role, status, text }) => `${role} ${status}: ${text}`);

const call = (seq: number, tool: string, id = 1) =>
  event({
    type: 'tool_call',
    seq,
    clientMsgId: uuid(id),
    messageId: uuid(id + 200),
    toolCallId: tool,
    name: 'look',
    input: tool,
  });
const result = (seq: number, tool: string, id = 1) =>
  event({ type: 'tool_result', seq, clientMsgId: uuid(id), toolCallId: tool, result: `did ${tool}` });
const unanswered = (seq: number, id: number) =>
  event({ type: 'message_interrupted', seq, clientMsgId: uuid(id), messageId: null, content: '', run: 1 });

describe('A reply that streams', () => {
  const [a, b, c] = [chunk(1, 0, 'a'), chunk(1, 1, 'b'), chunk(1, 2, 'c')] as const;

  test.each<[string, Frame[], string]>([
    ['in order', [start(1), a, b, c], 'abc'],
    ['in disorder', [start(1), c, a, b], 'abc'],
    ['doubled', [start(1), a, a, b, a, c, c], 'abc'],
    ['before its beginning', [a, b, start(1)], 'ab'],
    ['from its middle', [start(1, 'ab', 2), c], 'abc'],
    ['from its middle, with pieces it covers', [start(1, 'ab', 2), b, c], 'abc'],
    ['taken up again on a new connection', [start(1), a, start(1, 'ab', 2), c], 'abc'],
    ['with a beginning that comes late', [start(1, 'ab', 2), c, start(1)], 'abc'],
    ['with a piece missing: up to it', [start(1), a, c], 'a'],
  ])('%s', (_, frames, text) => {
    expect(shown(told(prompt(1, 1, 'Hi'), ...frames))).toEqual(['user accepted: Hi', `assistant streaming: ${text}`]);
  });

  test.each<[string, Frame[]]>([
    ['after its pieces', [start(1), a, b, complete(2, 1, 'abc')]],
    ['before its last pieces', [start(1), a, complete(2, 1, 'abc'), b, c]],
    ['before its beginning', [complete(2, 1, 'abc'), start(1), a]],
    ['twice', [start(1), complete(2, 1, 'abc'), complete(2, 1, 'abc')]],
    ['alone', [complete(2, 1, 'abc')]],
  ])('It ends once, in the text of its end, which comes %s', (_, frames) => {
    const transcript = told(prompt(1, 1, 'Hi'), ...frames);
    expect(shown(transcript)).toEqual(['user accepted: Hi', 'assistant complete: abc']);
    expect(transcript.openTurns).toBe(0);
  });

  test('A prompt without a reply shows how it ended; a failed reply keeps its text', () => {
    const failed = event({
      type: 'message_failed',
      seq: 4,
      clientMsgId: uuid(2),
      messageId: uuid(202),
      content: 'Ec',
      run: 1,
      detail: 'no',
    });
    const transcript = told(prompt(1, 1, 'one'), unanswered(2, 1), prompt(3, 2, 'two'), failed);
    expect(shown(transcript)).toEqual(['user interrupted: one', 'user accepted: two', 'assistant failed: Ec']);
  });
});

describe('The order of bubbles', () => {
  test.each<[string, Frame[]]>([
    ['as stored', [prompt(1, 1, 'one'), prompt(2, 2, 'two'), complete(3, 1, 'eins'), complete(4, 2, 'zwei')]],
    ['reversed', [complete(4, 2, 'zwei'), complete(3, 1, 'eins'), prompt(2, 2, 'two'), prompt(1, 1, 'one')]],
  ])('Each reply stands behind its prompt: %s', (_, frames) => {
    expect(shown(told(...frames))).toEqual([
      'user accepted: one',
      'assistant complete: eins',
      'user accepted: two',
      'assistant complete: zwei',
    ]);
  });
});

describe('Tools', () => {
  const tools = (transcript: Transcript) => transcript.messages.flatMap((message) => message.tools);

  test.each<[string, Frame[]]>([
    ['in order', [call(2, 'x'), result(3, 'x'), call(4, 'y'), result(5, 'y')]],
    ['results crossed', [call(2, 'x'), call(3, 'y'), result(4, 'y'), result(5, 'x')]],
    ['a result before its call', [result(3, 'x'), call(2, 'x'), call(4, 'y'), result(5, 'y')]],
  ])('Results go with their calls: %s', (_, frames) => {
    expect(tools(told(prompt(1, 1, 'Hi'), ...frames))).toEqual([
      { id: 'x', name: 'look', input: 'x', result: 'did x' },
      { id: 'y', name: 'look', input: 'y', result: 'did y' },
    ]);
  });

  test('A call without a result leaves those of others alone', () => {
    const transcript = told(prompt(1, 1, 'a'), call(2, 'x'), prompt(3, 2, 'b'), call(4, 'y', 2), result(5, 'y', 2));
    expect(tools(transcript).map(({ result }) => result)).toEqual([null, 'did y']);
  });
});

describe('The place in the session', () => {
  test.each<[string, number[], number]>([
    ['nothing', [], 0],
    ['all', [1, 2, 3], 3],
    ['doubles', [1, 1, 2, 1], 2],
    ['a gap: up to it', [1, 3, 4], 1],
    ['a gap that was filled', [1, 3, 4, 2], 4],
  ])('%s', (_, seqs, lastSeq) => {
    expect(told(...seqs.map((seq) => prompt(seq, seq, 'x'))).lastSeq).toBe(lastSeq);
  });

  test('An event is new once', () => {
    const transcript = new Transcript(correctChatRules, 1);
    expect([1, 2, 2, 4, 4].map((seq) => transcript.event(prompt(seq, seq, 'x')))).toEqual([
      false,
      true,
      false,
      true,
      false,
    ]);
  });
});
