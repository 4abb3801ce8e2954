import { describe, expect, test } from 'vitest';
import { filled, wordsOf } from './command.ts';

describe('The words of a command', () => {
  test.each([
    ['node agent.mjs', ['node', 'agent.mjs']],
    ['  node   agent.mjs  ', ['node', 'agent.mjs']],
    ['node "my agent.mjs"', ['node', 'my agent.mjs']],
    ["node 'my agent.mjs' --x='a b'", ['node', 'my agent.mjs', '--x=a b']],
    ['node my\\ agent.mjs', ['node', 'my agent.mjs']],
    [`node -e 'say("hi")'`, ['node', '-e', 'say("hi")']],
    ['node ""', ['node', '']],
    ["node '\\'", ['node', '\\']],
    ['node $HOME && rm', ['node', '$HOME', '&&', 'rm']],
    ['', []],
  ])('%j are %j', (command, words) => {
    expect(wordsOf(command)).toEqual(words);
  });

  test('A quote that is not closed is refused', () => {
    expect(() => wordsOf('node "agent.mjs')).toThrow('a " is not closed');
  });
});

describe('Placeholders', () => {
  test('Known ones are filled in wherever they stand, and all else stays', () => {
    const values = { url: 'http://127.0.0.1:1', token: 't' };
    expect(filled('--to={url}/{token}/{other}/{}', values)).toBe('--to=http://127.0.0.1:1/t/{other}/{}');
  });
});
