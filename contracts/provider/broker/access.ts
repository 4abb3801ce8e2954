/** Who asks a Pact Broker. A token wins over a user name and a password. */
export interface BrokerCredentials {
  token?: string;
  username?: string;
  password?: string;
}

/** Where a Pact Broker is, and who asks it. */
export interface BrokerAccess {
  /** Base URL, without user name and password. */
  brokerUrl: string;
  credentials: BrokerCredentials;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads where the broker is from the flag or PACT_BROKER_BASE_URL, and the credentials from PACT_BROKER_TOKEN,
 * PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD alone: a command line can be read by others.
 *
 * @param what is done with it, for the error: `publish the pacts`
 * @throws Error where there is no URL of a broker
 */
export function readBrokerAccess(what: string, flag: string | undefined, env: Environment): BrokerAccess {
  const given = flag ?? (env.PACT_BROKER_BASE_URL || undefined);
  const name = flag === undefined ? 'PACT_BROKER_BASE_URL' : '--broker-url';
  const advice = 'Give the address of the Pact Broker, such as https://broker.example, with --broker-url.';
  if (given === undefined) throw new Error(`Failed to ${what}: no Pact Broker is named. ${advice}`);
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Error(`Failed to ${what}: ${name} is no URL of a Pact Broker. ${advice}`);
  }
  if (url.username || url.password) {
    throw new Error(
      `Failed to ${what}: ${name} holds a password. Give it with PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD.`,
    );
  }
  return { brokerUrl: given.replace(/\/+$/, ''), credentials: readCredentials(env) };
}

function readCredentials(env: Environment): BrokerCredentials {
  if (env.PACT_BROKER_TOKEN) return { token: env.PACT_BROKER_TOKEN };
  return {
    ...(env.PACT_BROKER_USERNAME && { username: env.PACT_BROKER_USERNAME }),
    ...(env.PACT_BROKER_PASSWORD && { password: env.PACT_BROKER_PASSWORD }),
  };
}

/** The text without the secrets, in whatever form they are sent. */
export function scrub(text: string, { token, username, password }: BrokerCredentials): string {
  const pair = password ? Buffer.from(`${username ?? ''}:${password}`).toString('base64') : undefined;
  return [token, pair, password]
    .flatMap((secret) => (secret ? [secret, encodeURIComponent(secret)] : []))
    .reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}
