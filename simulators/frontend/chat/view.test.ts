import { describe, expect, test } from 'vitest';
import { correctChatRules } from './rules.ts';
import { type ChatFacts, type ChatState, chatState, type LiveSocketState } from './view.ts';

const ready: ChatFacts = { record: 'created', loaded: 'yes', joined: 'yes' };

describe('The state that the person sees', () => {
  test.each<[ChatState, Partial<ChatFacts>, LiveSocketState]>([
    ['not-created', { record: 'none', loaded: 'no', joined: 'no' }, 'idle'],
    ['not-created', { record: 'none', loaded: 'no', joined: 'no' }, 'disconnected'],
    ['creating', { record: 'creating', loaded: 'no', joined: 'no' }, 'connected'],
    ['connecting', { joined: 'no' }, 'connecting'],
    ['connecting', { joined: 'no' }, 'open'],
    ['connecting', { joined: 'no' }, 'reconnecting'],
    ['connecting', { joined: 'asked' }, 'connected'],
    ['connecting', { record: 'unknown', loaded: 'no' }, 'connected'],
    ['connecting', { record: 'unknown', loaded: 'loading', joined: 'no' }, 'disconnected'],
    ['ready', {}, 'connected'],
    ['disconnected', { joined: 'no' }, 'disconnected'],
    ['disconnected', { record: 'unknown', loaded: 'failed', joined: 'no' }, 'connected'],
  ])('%s: %j on a socket that is %s', (state, facts, socket) => {
    expect(chatState({ ...ready, ...facts }, socket)).toBe(state);
  });

  test.each<[ChatState, 'open' | 'blocked']>([
    ['not-created', 'open'],
    ['creating', 'blocked'],
    ['connecting', 'open'],
    ['ready', 'open'],
    ['disconnected', 'blocked'],
  ])('In %s the input is %s', (state, input) => {
    expect(correctChatRules.input(state)).toBe(input);
  });
});
