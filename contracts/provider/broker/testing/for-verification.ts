import { z } from 'zod';
import type { BrokerStore, PublishedPact } from './store.ts';

const selector = z.looseObject({
  consumer: z.string().optional(),
  branch: z.string().optional(),
  mainBranch: z.boolean().optional(),
  matchingBranch: z.boolean().optional(),
  tag: z.string().optional(),
  latest: z.boolean().optional(),
  deployed: z.boolean().optional(),
  released: z.boolean().optional(),
  deployedOrReleased: z.boolean().optional(),
  environment: z.string().optional(),
});
type Selector = z.infer<typeof selector>;

/** The body of `POST /pacts/provider/{provider}/for-verification`. */
export const verificationQuery = z.looseObject({
  consumerVersionSelectors: z.array(selector).default([]),
  includePendingStatus: z.boolean().default(false),
  includeWipPactsSince: z.string().optional(),
  providerVersionBranch: z.string().optional(),
});
type VerificationQuery = z.infer<typeof verificationQuery>;

/** A pact to verify, and whether a failure of it counts. */
export interface PactToVerify {
  pact: PublishedPact;
  pending: boolean;
  /** It was chosen by no selector: it is work in progress. */
  wip: boolean;
}

/** Which pacts a provider has to verify, each content once. */
export function pactsToVerify(store: BrokerStore, provider: string, query: VerificationQuery): PactToVerify[] {
  const mine = store.published.filter((pact) => pact.provider === provider);
  const selectors = query.consumerVersionSelectors.length > 0 ? query.consumerVersionSelectors : [{ latest: true }];
  const selected = unique(selectors.flatMap((one) => select(store, mine, one, query.providerVersionBranch)));
  const chosen = selected.map((pact) => ({
    pact,
    pending: query.includePendingStatus && isPending(store, pact, query.providerVersionBranch),
    wip: false,
  }));
  return [...chosen, ...workInProgress(store, mine, selected, query)];
}

/** A pact is pending until a version of the provider, of this branch where there is one, has verified it. */
function isPending(store: BrokerStore, { content, provider }: PublishedPact, branch: string | undefined): boolean {
  return !store.results.some(
    (result) =>
      result.content === content &&
      result.success &&
      (branch === undefined || store.version(provider, result.providerVersion).branches.has(branch)),
  );
}

/** The newest pact of each branch that no selector chose, since the date, as long as it is pending. */
function workInProgress(
  store: BrokerStore,
  mine: readonly PublishedPact[],
  selected: readonly PublishedPact[],
  { includeWipPactsSince: since, providerVersionBranch }: VerificationQuery,
): PactToVerify[] {
  if (since === undefined) return [];
  const known = new Set(selected.map(({ content }) => content));
  return unique(newestOfEach(mine, ({ consumer, branch }) => `${consumer} ${branch}`))
    .filter((pact) => !known.has(pact.content) && pact.publishedAt >= new Date(since))
    .filter((pact) => isPending(store, pact, providerVersionBranch))
    .map((pact) => ({ pact, pending: true, wip: true }));
}

function select(
  store: BrokerStore,
  mine: readonly PublishedPact[],
  selector: Selector,
  providerBranch: string | undefined,
): PublishedPact[] {
  const { consumer, tag, latest, environment } = selector;
  const ofConsumer = mine.filter((pact) => consumer === undefined || pact.consumer === consumer);
  const newest = (fits: (pact: PublishedPact) => boolean) =>
    newestOfEach(ofConsumer.filter(fits), (pact) => pact.consumer);
  if (selector.branch !== undefined) return newest(({ branch }) => branch === selector.branch);
  if (selector.mainBranch) return newest(({ branch }) => branch === 'main' || branch === 'master');
  if (selector.matchingBranch) return newest(({ branch }) => branch !== null && branch === providerBranch);
  if (selector.deployed || selector.released || selector.deployedOrReleased || environment !== undefined) {
    return ofConsumer.filter((pact) => {
      const { environments } = store.version(pact.consumer, pact.version);
      return environment === undefined ? environments.size > 0 : environments.has(environment);
    });
  }
  if (tag !== undefined && !latest) return ofConsumer.filter(({ tags }) => tags.includes(tag));
  return newest(({ tags }) => tag === undefined || tags.includes(tag));
}

function newestOfEach(pacts: readonly PublishedPact[], group: (pact: PublishedPact) => string): PublishedPact[] {
  return [...new Map(pacts.map((pact) => [group(pact), pact])).values()];
}

function unique(pacts: readonly PublishedPact[]): PublishedPact[] {
  return newestOfEach(pacts, ({ content }) => content);
}
