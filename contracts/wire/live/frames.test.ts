import { describe, expect, test } from 'vitest';
import { liveFrameExamples as examples } from '../documents/live-examples.ts';
import { liveEvent, liveEventTypes, terminalTypes } from './events.ts';
import { liveAnswers, liveClientFrame, liveErrors, liveServerFrame } from './frames.ts';
import { terminalClientFrame, terminalServerFrame } from './terminal.ts';

const { sessionId, clientMsgId } = examples.send;
const fromClient = liveClientFrame.options.map(({ shape }) => shape.type.value);
const places = (count: number) => Array.from({ length: count }, () => ({ sessionId, lastSeq: 0 }));
const isFromClient = (frame: unknown) => liveClientFrame.safeParse(frame).success;
const isFromServer = (frame: unknown) => liveServerFrame.safeParse(frame).success;

describe('what a client may send on the live socket', () => {
  test.each(fromClient)('%s has exactly its fields: none more, none fewer', (type) => {
    const frame: Record<string, unknown> = { ...examples[type] };
    expect(isFromClient(frame)).toBe(true);
    expect(isFromClient({ ...frame, more: 1 })).toBe(false);
    expect(isFromServer(frame)).toBe(false);
    for (const left of Object.keys(frame)) {
      const { [left]: _, ...fewer } = frame;
      expect(isFromClient(fewer), `${type} without ${left}`).toBe(false);
    }
  });

  test.each([
    ['hello without a session', { ...examples.hello, sessionId: null }],
    ['watch of new events only', { ...examples.watch, after: null }],
    ['switch_session to none', { ...examples.switch_session, sessionId: null, after: null }],
    ['reconnect with sixteen sessions', { type: 'reconnect', sessions: places(16) }],
  ])('%s is a frame', (_what, frame) => {
    expect(isFromClient(frame)).toBe(true);
  });

  test.each([
    ['hello of another protocol', { ...examples.hello, protocolVersion: 2 }],
    ['hello with no token', { ...examples.hello, token: '' }],
    ['hello with a token without end', { ...examples.hello, token: 'x'.repeat(4097) }],
    ['send without a prompt', { ...examples.send, prompt: '' }],
    ['send with an id that is no UUID', { ...examples.send, clientMsgId: 'mine' }],
    ['send with resume as a text', { ...examples.send, resume: 'true' }],
    ['interrupt with resume', { ...examples.interrupt, resume: true }],
    ['watch from before the first', { ...examples.watch, after: -1 }],
    ['watch from a text', { ...examples.watch, after: '4' }],
    ['reconnect of nothing', { type: 'reconnect', sessions: [] }],
    ['resume of seventeen sessions', { type: 'resume', sessions: places(17) }],
    ['suspend with a field more in a place', { type: 'suspend', sessions: [{ sessionId, lastSeq: 0, more: 1 }] }],
    ['set_mode of a mode that is none', { ...examples.set_mode, mode: 'yolo' }],
    ['an unknown type', { type: 'shout', sessionId }],
    ['nothing', null],
    ['a list', [examples.ping]],
    ['a text', 'ping'],
  ])('%s is malformed', (_what, frame) => {
    expect(isFromClient(frame)).toBe(false);
  });
});

describe('what a provider may send on the live socket', () => {
  test.each(Object.entries(liveAnswers))('%s is answered by %s, a frame of the contract', (type, answers) => {
    expect(fromClient).toContain(type);
    for (const answer of answers.split(' or ')) {
      expect(isFromServer(examples[answer as keyof typeof examples]), answer).toBe(true);
    }
  });

  test.each(Object.keys(liveErrors))('an error may be %s, for a session or for none', (code) => {
    expect(isFromServer({ type: 'error', code, detail: 'for this reason', sessionId, clientMsgId })).toBe(true);
    expect(isFromServer({ type: 'error', code, detail: 'for this reason' })).toBe(true);
    expect(isFromServer({ type: 'error', code })).toBe(false);
  });

  test('an error has one of the codes of the contract', () => {
    expect(isFromServer({ ...examples.error, code: 'cursor_invalid' })).toBe(false);
  });

  test('a frame may have more fields, and none fewer', () => {
    expect(isFromServer({ ...examples.session_switched, later: true })).toBe(true);
    for (const field of ['mode', 'cwd', 'branch', 'worktree', 'tokens', 'running', 'seq']) {
      expect(isFromServer({ ...examples.session_switched, [field]: undefined }), field).toBe(false);
    }
  });

  test('every durable event has its place, and counts from 1', () => {
    expect(liveEventTypes.size).toBe(8);
    for (const type of liveEventTypes) {
      const event = examples[type as keyof typeof examples];
      expect(liveEvent.safeParse(event).success, type).toBe(true);
      expect(liveEvent.safeParse({ ...event, seq: 0 }).success, type).toBe(false);
    }
  });

  test('a prompt ends in one of three events, and where no reply was begun it has no id', () => {
    expect([...terminalTypes].filter((type) => !liveEventTypes.has(type))).toEqual([]);
    expect(terminalTypes.size).toBe(3);
    expect(liveEvent.safeParse({ ...examples.message_interrupted, messageId: null, content: '' }).success).toBe(true);
    expect(liveEvent.safeParse({ ...examples.message_complete, messageId: null }).success).toBe(false);
  });
});

describe('the frames of the terminal', () => {
  test.each([
    [{ type: 'input', data: '' }, true],
    [{ type: 'input', data: 'x'.repeat(65_536) }, true],
    [{ type: 'input', data: 'x'.repeat(65_537) }, false],
    [{ type: 'input', data: 7 }, false],
    [{ type: 'input', data: 'x', more: 1 }, false],
    [{ type: 'output', data: 'x' }, false],
  ])('from a client: case %#', (frame, expected) => {
    expect(terminalClientFrame.safeParse(frame).success).toBe(expected);
  });

  test('from a provider: what is shown, or why a frame was refused', () => {
    expect(terminalServerFrame.safeParse({ type: 'output', data: '$ ' }).success).toBe(true);
    expect(terminalServerFrame.safeParse({ type: 'error', code: 'malformed_frame', detail: 'so' }).success).toBe(true);
    expect(terminalServerFrame.safeParse({ type: 'error', code: 'not_found', detail: 'so' }).success).toBe(false);
  });
});
