import { describe, expect, test } from 'vitest';
import { Ids } from '../ids.ts';
import { Log } from './log.ts';
import { Story, type Told } from './story.ts';
import type { MitzoEvent } from './wire.ts';

const sessionId = '7d6f3f2e-51a0-4a0b-9f55-0d9d8d5f7a11';
const interrupts = new Set(['stop it']);
const prompts = { idOf: (prompt: string) => prompt, isInterrupt: (id: string) => interrupts.has(id) };

type Part = MitzoEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, 'sessionId' | 'seq' | 'ts'>
    : never
  : never;
/** The stored events of a session, numbered. */
const stored = (parts: readonly Part[]) =>
  parts.map((part, place) => ({ ...part, sessionId, seq: place + 1, ts: 1000 + place }) as MitzoEvent);

const became = (state: 'CREATED' | 'STARTING' | 'ACTIVE' | 'CLOSING' | 'ENDED'): Part => ({
  type: 'session_state_changed',
  state,
});
const started = [became('CREATED'), became('STARTING'), became('ACTIVE')];
const asks = (messageId: string): Part => ({ type: 'user_message', messageId, text: messageId });
const begins = (messageId: string): Part => ({ type: 'message_start', messageId });
const says = (messageId: string, delta: string, blockType = 'text'): Part => ({
  type: 'block_delta',
  messageId,
  blockId: 'b',
  blockType,
  delta,
});
const calls = (messageId: string): Part => ({
  type: 'block_end',
  messageId,
  blockId: 'b',
  blockType: 'tool_use',
  toolName: 'grep',
  toolId: 't',
  input: 'x',
});
const ends = (messageId: string): Part => ({ type: 'message_end', messageId });

/** What it comes to after the start: types, whose they are, and what they say. */
function told(...parts: Part[]): unknown[] {
  const story = new Story(new Ids(), sessionId, prompts);
  const all = stored([...started, ...parts]).flatMap((event) => story.take(event));
  return all.slice(started.length).map(brief);
}
function brief(one: Told): string {
  if (one.type === 'piece')
    return one.chunk ? `${one.chunk.index} ${one.chunk.text}` : `begins for ${one.before.clientMsgId}`;
  if (one.type === 'session_state') return `${one.state} in run ${one.run}`;
  const content = 'content' in one && one.type !== 'user_message' ? ` "${one.content}"` : '';
  return `${one.type}${'clientMsgId' in one ? ` ${one.clientMsgId}` : ''}${content}`;
}

describe('what happened in a session of Mitzo', () => {
  test('pieces of text make a reply, and pieces of thoughts do not', () => {
    expect(
      told(asks('p'), begins('m'), says('m', 'hm', 'thinking'), says('m', 'Hi '), says('m', 'you'), ends('m')),
    ).toEqual(['user_message p', 'begins for p', '0 Hi ', '1 you', 'message_complete p "Hi you"']);
  });

  test('a reply that calls a tool goes on in the next message', () => {
    const result: Part = { type: 'tool_result', messageId: 'm', toolId: 't', result: 'y' };
    expect(
      told(asks('p'), begins('m'), calls('m'), ends('m'), result, begins('n'), says('n', 'So'), ends('n')),
    ).toEqual(['user_message p', 'begins for p', 'tool_call p', 'tool_result p', '0 So', 'message_complete p "So"']);
  });

  test('an interrupt cuts the reply that runs and goes before what waits', () => {
    expect(told(asks('p'), begins('m'), asks('q'), asks('stop it'), ends('m'), begins('n'))).toEqual([
      'user_message p',
      'begins for p',
      'user_message q',
      'user_message stop it',
      'message_interrupted p ""',
      'begins for stop it',
    ]);
  });

  test('what waits is given up when it closes, and what runs when it ends', () => {
    expect(told(asks('p'), begins('m'), asks('q'), became('CLOSING'), became('ENDED'))).toEqual([
      'user_message p',
      'begins for p',
      'user_message q',
      'CLOSING in run 1',
      'message_interrupted q ""',
      'message_interrupted p ""',
      'ENDED in run 1',
    ]);
  });

  test('a failure is that of the reply that runs', () => {
    const failed: Part = { type: 'error', error: 'out of words' };
    expect(told(asks('p'), begins('m'), failed)).toEqual(['user_message p', 'begins for p', 'message_failed p ""']);
  });

  test('a reply that no prompt waits for is a second one to the prompt before', () => {
    expect(told(asks('p'), begins('m'), ends('m'), begins('n'), ends('n')).slice(2)).toEqual([
      'message_complete p ""',
      'begins for p',
      'message_complete p ""',
    ]);
  });

  test('a loop is counted by its start', () => {
    expect(told(became('ENDED'), became('CREATED'), became('STARTING'))).toEqual([
      'ENDED in run 1',
      'CREATED in run 1',
      'STARTING in run 2',
    ]);
  });
});

describe('the log of a session', () => {
  test('an event means the same wherever it is seen again, and its place leads back to the cursor of the system', () => {
    const log = new Log(new Story(new Ids(), sessionId, prompts));
    const events = stored([...started, asks('p'), begins('m'), ends('m')]);
    const first = events.map((event) => log.take(event));
    expect(events.map((event) => log.take(event))).toEqual(first);
    expect([0, 4, 5, 6].map((seq) => log.cursorOf(seq))).toEqual([0, 4, 6, undefined]);
  });

  test('a history that says something else the second time is no history', () => {
    const log = new Log(new Story(new Ids(), sessionId, prompts));
    for (const event of stored([became('CREATED')])) log.take(event);
    for (const other of [stored([asks('p')]), stored([became('ENDED')])]) {
      expect(() => other.map((event) => log.take(event))).toThrow(
        /^Failed to understand the history of a session: event 1 of session \S+ was {"type":"session_state_changed".*, and is {"type":/,
      );
    }
  });
});
