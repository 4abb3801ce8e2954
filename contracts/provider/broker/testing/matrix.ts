import type { BrokerStore, PublishedPact } from './store.ts';

/** One `q[]` of `GET /matrix`: a pacticipant, and which of its versions. */
interface MatrixSelector {
  pacticipant: string;
  version?: string;
  branch?: string;
  tag?: string;
  latest?: boolean;
}

interface Row {
  pact: PublishedPact;
  providerVersion: string | null;
  /** null: not verified. */
  success: boolean | null;
}

/** Reads `q[][pacticipant]=a&q[][version]=1&q[][pacticipant]=b`: each pacticipant begins a new selector. */
export function matrixSelectors(query: URLSearchParams): MatrixSelector[] {
  const selectors: MatrixSelector[] = [];
  for (const [name, value] of query) {
    const last = selectors.at(-1);
    if (name === 'q[][pacticipant]') selectors.push({ pacticipant: value });
    else if (last && name === 'q[][version]') last.version = value;
    else if (last && name === 'q[][branch]') last.branch = value;
    else if (last && name === 'q[][tag]') last.tag = value;
    else if (last && name === 'q[][latest]') last.latest = value === 'true';
  }
  return selectors;
}

/**
 * The answer of `GET /matrix`. The first selector is what is to be deployed. The versions that it has to get on with are
 * those of the other selectors, else those deployed to the environment, else the newest of each.
 */
export function matrixDocument(store: BrokerStore, query: URLSearchParams): unknown {
  const [subject, ...others] = matrixSelectors(query);
  if (!subject) return summaryOf([], false, 'No pacticipant was given');
  const number = newestVersion(store, subject);
  if (number === undefined) {
    const which = subject.version === undefined ? '' : `version ${subject.version} of `;
    const reason = `No pacts or verifications have been published for ${which}${subject.pacticipant}`;
    return summaryOf([], false, reason);
  }
  const environment = query.get('environment');
  const versions = (pacticipant: string): string[] => {
    const selector = others.find((one) => one.pacticipant === pacticipant);
    if (others.length > 0 && !selector) return [];
    if (environment !== null) return store.versionsOf(pacticipant, (one) => one.environments.has(environment));
    return [newestVersion(store, selector ?? { pacticipant })].filter((one) => one !== undefined);
  };
  const rows = [
    ...asConsumer(store, subject.pacticipant, number, versions),
    ...asProvider(store, subject.pacticipant, number, versions),
  ];
  return summaryOf(rows, deployable(rows), reasonOf(rows));
}

/** What it says needs its providers: without one of them it is not known whether it works. */
function asConsumer(
  store: BrokerStore,
  consumer: string,
  version: string,
  versions: (pacticipant: string) => string[],
): Row[] {
  return store.published
    .filter((pact) => pact.consumer === consumer && pact.version === version)
    .flatMap((pact) => {
      const providers = versions(pact.provider);
      if (providers.length === 0) return [{ pact, providerVersion: null, success: null }];
      return providers.map((providerVersion) => rowOf(store, pact, providerVersion));
    });
}

/** It must serve the consumers that are there; without any it is free. */
function asProvider(
  store: BrokerStore,
  provider: string,
  version: string,
  versions: (pacticipant: string) => string[],
): Row[] {
  return store.published
    .filter((pact) => pact.provider === provider && versions(pact.consumer).includes(pact.version))
    .map((pact) => rowOf(store, pact, version));
}

function rowOf(store: BrokerStore, pact: PublishedPact, providerVersion: string): Row {
  const result = store.results.findLast(
    (one) => one.content === pact.content && one.providerVersion === providerVersion,
  );
  return { pact, providerVersion: result ? providerVersion : null, success: result?.success ?? null };
}

function newestVersion(store: BrokerStore, { pacticipant, version, branch, tag }: MatrixSelector): string | undefined {
  const fitting = store.versionsOf(
    pacticipant,
    ({ branches, tags }) => (branch === undefined || branches.has(branch)) && (tag === undefined || tags.has(tag)),
  );
  return version === undefined ? fitting.at(-1) : fitting.find((one) => one === version);
}

function deployable(rows: readonly Row[]): boolean | null {
  if (rows.some(({ success }) => success === null)) return null;
  return rows.every(({ success }) => success === true);
}

function reasonOf(rows: readonly Row[]): string {
  const between = ({ pact, providerVersion }: Row) => {
    const provider = providerVersion === null ? pact.provider : `${pact.provider} (${providerVersion})`;
    return `between ${pact.consumer} (${pact.version}) and ${provider}`;
  };
  const reasons = rows.flatMap((row) => {
    if (row.success === null) return [`There is no verified pact ${between(row)}`];
    return row.success ? [] : [`The verification for the pact ${between(row)} failed`];
  });
  if (reasons.length > 0) return reasons.join('\n');
  return rows.length > 0
    ? 'All required verification results are published and successful'
    : 'There are no missing dependencies';
}

function summaryOf(rows: readonly Row[], deployable: boolean | null, reason: string): unknown {
  const having = (wanted: boolean | null) => rows.filter(({ success }) => success === wanted).length;
  return {
    summary: { deployable, reason, success: having(true), failed: having(false), unknown: having(null) },
    notices: [{ type: deployable ? 'success' : 'error', text: reason }],
    matrix: rows.map(({ pact, providerVersion, success }) => ({
      consumer: { name: pact.consumer, version: { number: pact.version }, _links: {} },
      provider: {
        name: pact.provider,
        version: providerVersion === null ? null : { number: providerVersion },
        _links: {},
      },
      pact: { createdAt: pact.publishedAt.toISOString(), _links: {} },
      verificationResult: success === null ? null : { success, _links: { self: { href: 'http://broker.invalid' } } },
    })),
  };
}
