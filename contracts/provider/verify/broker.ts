import { z } from 'zod';
import { type BrokerAccess, type BrokerCredentials, scrub } from '../broker/access.ts';
import { CannotVerify, reasonOf } from './cannot-verify.ts';
import { type Pact, parsePact } from './pacts.ts';

/** Which pacts of a broker are verified, and who asks. */
export interface BrokerSource extends BrokerAccess {
  /** As the broker knows them: `{ "mainBranch": true }`, `{ "deployedOrReleased": true }`, … Default: these two. */
  selectors?: readonly Readonly<Record<string, string | boolean>>[];
  /** A pact that was never verified does not make the verification fail. */
  enablePending?: boolean;
  /** Date such as `2026-01-31`: pacts in progress since then are verified too, as pending ones. */
  includeWipPactsSince?: string;
  /** Branch of the provider that is verified. */
  providerBranch?: string;
}

/** What Pact recommends; its verifier does not go without. */
const usual = [{ mainBranch: true }, { deployedOrReleased: true }];

const link = z.looseObject({ href: z.string() });
const index = z.looseObject({ _links: z.looseObject({ 'pb:provider-pacts-for-verification': link }) });
const forVerification = z.looseObject({
  _embedded: z.looseObject({ pacts: z.array(z.looseObject({ _links: z.looseObject({ self: link }) })) }),
});

/**
 * The pacts that the broker wants verified: what the verifier will ask for, so that it is known how many interactions
 * there are.
 *
 * @throws CannotVerify where the broker cannot be asked, or has none
 */
export async function brokerPacts(broker: BrokerSource, provider: string, signal: AbortSignal): Promise<Pact[]> {
  const ask = (url: string, body?: unknown) => asked(broker, url, body, signal);
  const { _links } = read(index, await ask(broker.brokerUrl), broker.brokerUrl);
  const address = _links['pb:provider-pacts-for-verification'].href.replace('{provider}', encodeURIComponent(provider));
  const answer = await ask(address, {
    consumerVersionSelectors: broker.selectors ?? usual,
    includePendingStatus: broker.enablePending ?? false,
    ...(broker.includeWipPactsSince !== undefined && { includeWipPactsSince: broker.includeWipPactsSince }),
    ...(broker.providerBranch !== undefined && { providerVersionBranch: broker.providerBranch }),
  });
  const found = read(forVerification, answer, address)._embedded.pacts;
  const pacts = await Promise.all(
    found.map(async ({ _links: { self } }) => parsePact(await ask(self.href), self.href)),
  );
  if (pacts.length > 0) return pacts;
  throw new CannotVerify(
    `the broker ${broker.brokerUrl} has no pact of the provider ${provider} that the selectors choose`,
    'Publish one, or give other selectors.',
  );
}

async function asked(broker: BrokerSource, url: string, body: unknown, signal: AbortSignal): Promise<string> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Accept: 'application/hal+json, application/json',
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...authorization(broker.credentials),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
    });
    text = await answer.text();
  } catch (error) {
    signal.throwIfAborted();
    throw new CannotVerify(
      `the broker ${broker.brokerUrl} does not answer (${reasonOf(error)})`,
      'Start it, or name another with --broker-url.',
    );
  }
  if (answer.ok) return text;
  const refused = answer.status === 401 || answer.status === 403;
  const advice = refused ? 'Give a token with PACT_BROKER_TOKEN.' : 'Look at the log of the broker.';
  throw new CannotVerify(`the broker answered ${answer.status} to ${url}`, advice);
}

function authorization({ token, username, password }: BrokerCredentials): Record<string, string> {
  if (token !== undefined) return { Authorization: `Bearer ${token}` };
  if (username === undefined) return {};
  return { Authorization: `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}` };
}

function read<Schema extends z.ZodType>(schema: Schema, text: string, url: string): z.output<Schema> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new CannotVerify(
    `${url} does not answer as a Pact Broker does`,
    'Name the address of a broker with --broker-url.',
  );
}

/** What the verifier is told about a broker. No option may be undefined. */
export function brokerOptions(broker: BrokerSource): Record<string, unknown> {
  const { selectors = usual, enablePending, includeWipPactsSince, providerBranch } = broker;
  const { token, username, password } = broker.credentials;
  return {
    pactBrokerUrl: broker.brokerUrl,
    ...(token !== undefined && { pactBrokerToken: token }),
    ...(token === undefined && username !== undefined && { pactBrokerUsername: username }),
    ...(token === undefined && password !== undefined && { pactBrokerPassword: password }),
    consumerVersionSelectors: selectors,
    ...(enablePending !== undefined && { enablePending }),
    ...(includeWipPactsSince !== undefined && { includeWipPactsSince }),
    ...(providerBranch !== undefined && { providerVersionBranch: providerBranch }),
  };
}

/** What takes the credentials of a broker out of a text. */
export function concealing(broker: BrokerSource | null): (text: string) => string {
  return (text) => (broker ? scrub(text, broker.credentials) : text);
}
