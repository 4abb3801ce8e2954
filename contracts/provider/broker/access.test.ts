import { describe, expect, test } from 'vitest';
import { readBrokerAccess, scrub } from './access.ts';

describe('the access to a broker', () => {
  const read = (env: Record<string, string>, flag?: string) => readBrokerAccess('publish', flag, env);

  test('is read from the flag before the environment, without slashes at the end', () => {
    const env = { PACT_BROKER_BASE_URL: 'http://b.example' };
    expect(read(env, 'https://a.example/pacts//').brokerUrl).toBe('https://a.example/pacts');
    expect(read(env).brokerUrl).toBe('http://b.example');
    expect(() => read({ PACT_BROKER_BASE_URL: '' })).toThrow('Failed to publish: no Pact Broker is named.');
  });

  test('has a token, or else user name and password', () => {
    const basic = { PACT_BROKER_USERNAME: 'ali', PACT_BROKER_PASSWORD: 'open-sesame' };
    const credentials = (env: Record<string, string>) => read(env, 'http://b.example').credentials;
    expect(credentials({})).toEqual({});
    expect(credentials(basic)).toEqual({ username: 'ali', password: 'open-sesame' });
    expect(credentials({ ...basic, PACT_BROKER_TOKEN: 't' })).toEqual({ token: 't' });
  });
});

describe('a text is scrubbed', () => {
  test('of token and password, plain, encoded and as basic authentication sends them', () => {
    const credentials = { username: 'ali', password: 'a/b' };
    const sent = Buffer.from('ali:a/b').toString('base64');
    expect(scrub(`Basic ${sent} of ali is a/b or a%2Fb`, credentials)).toBe('Basic *** of ali is *** or ***');
    expect(scrub('Bearer t0ken', { token: 't0ken' })).toBe('Bearer ***');
  });

  test('of nothing where there are no secrets', () => {
    expect(scrub('as it is', {})).toBe('as it is');
    expect(scrub('as it is', { token: '' })).toBe('as it is');
  });
});
