import { describe, expect, test } from 'vitest';
import { echoCommands, echoTokens, echoTurn } from './echo.ts';

const chunks = (prompt: string) => echoTurn(prompt).pieces.map((piece) => ('chunk' in piece ? piece.chunk : piece));

describe('the echo loop', () => {
  test.each([
    ['Hi', ['Echo: ', 'Hi']],
    ['Hi there', ['Echo: ', 'Hi ', 'there']],
    ['two  spaces\nand a line ', ['Echo: ', 'two  ', 'spaces\n', 'and ', 'a ', 'line ']],
    ['Ζεύς 🎭', ['Echo: ', 'Ζεύς ', '🎭']],
  ])('says %j again, a word a chunk', (prompt, expected) => {
    expect(chunks(prompt)).toEqual(expected);
    expect(chunks(prompt).join('')).toBe(`Echo: ${prompt}`);
    expect(echoTurn(prompt).end).toBe('complete');
  });

  test.each([
    ['/count 3', ['1 ', '2 ', '3 ']],
    ['/count', ['1 ']],
    ['/count many', ['1 ']],
    ['/count 0', ['1 ']],
    ['/count -2', []],
  ])('counts for %j', (prompt, expected) => {
    expect(chunks(prompt)).toEqual(expected);
  });

  test('counts to 1000 at most', () => {
    expect(echoTokens(echoTurn('/count 1000000'))).toBe(1000);
  });

  test('calls a tool, gets its result, and then echoes the prompt', () => {
    expect(echoTurn('/tool grep a b')).toEqual({
      pieces: [
        { call: { name: 'grep', input: 'a b' } },
        { result: 'grep did a b' },
        ...['Echo: ', '/tool ', 'grep ', 'a ', 'b'].map((chunk) => ({ chunk })),
      ],
      end: 'complete',
    });
    expect(echoTurn('/tool').pieces[0]).toEqual({ call: { name: 'tool', input: '' } });
  });

  test('fails after its echo, and hangs without a word', () => {
    expect(echoTurn('/fail now')).toMatchObject({ pieces: [{}, {}, {}], end: 'fail' });
    expect(echoTurn('/hang')).toEqual({ pieces: [], end: null });
  });

  test('counts the chunks of a reply as its tokens, and nothing else', () => {
    expect(echoTokens(echoTurn('Hi there'))).toBe(3);
    expect(echoTokens(echoTurn('/tool grep'))).toBe(3);
    expect(echoTokens(echoTurn('/hang'))).toBe(0);
  });

  test.each(Object.keys(echoCommands))('knows %s only as the first word', (command) => {
    expect(chunks(`do ${command}`)).toEqual(['Echo: ', 'do ', command]);
    expect(chunks(`${command}s`)).toEqual(['Echo: ', `${command}s`]);
  });
});
