import { createHash } from 'node:crypto';
import { z } from 'zod';

const interaction = z.looseObject({ description: z.string() });

/** As much of a pact as the broker has to understand. */
export const pactDocument = z.looseObject({
  consumer: z.looseObject({ name: z.string() }),
  provider: z.looseObject({ name: z.string() }),
  interactions: z.array(interaction),
});
type PactDocument = z.infer<typeof pactDocument>;

/** A pact as it was published, once for each version of its consumer. */
export interface PublishedPact {
  consumer: string;
  provider: string;
  /** Of the consumer. */
  version: string;
  branch: string | null;
  tags: readonly string[];
  buildUrl: string | null;
  /** Hash of the content: the same for all versions that say the same. Results are filed under it. */
  content: string;
  pact: PactDocument;
  publishedAt: Date;
}

/** What a verification has come to. */
export interface StoredResult {
  consumer: string;
  provider: string;
  /** Hash of the pact that was verified. */
  content: string;
  providerVersion: string;
  success: boolean;
  buildUrl: string | null;
  tests: readonly { interactionId?: string; success?: boolean }[];
}

export interface Versions {
  branches: Set<string>;
  tags: Set<string>;
  environments: Set<string>;
}

/** All that the broker knows, in the order in which it came. */
export class BrokerStore {
  readonly published: PublishedPact[] = [];
  readonly results: StoredResult[] = [];
  readonly #versions = new Map<string, Map<string, Versions>>();

  /** What is known about a version of a pacticipant; it exists afterwards. */
  version(pacticipant: string, number: string): Versions {
    const known = this.#versions.get(pacticipant) ?? new Map<string, Versions>();
    this.#versions.set(pacticipant, known);
    const version = known.get(number) ?? { branches: new Set(), tags: new Set(), environments: new Set() };
    known.set(number, version);
    return version;
  }

  knows(pacticipant: string): boolean {
    return this.#versions.has(pacticipant) || this.published.some(({ provider }) => provider === pacticipant);
  }

  /** Numbers of the versions of a pacticipant that fit, oldest first. */
  versionsOf(pacticipant: string, fits: (version: Versions) => boolean = () => true): string[] {
    return [...(this.#versions.get(pacticipant) ?? [])]
      .filter(([, version]) => fits(version))
      .map(([number]) => number);
  }

  /** Whether this version of the consumer has already said something else. */
  conflicts(pact: PactDocument, version: string): boolean {
    const { consumer, provider } = namesOf(pact);
    return this.published.some(
      (one) =>
        one.consumer === consumer &&
        one.provider === provider &&
        one.version === version &&
        one.content !== hashOf(pact),
    );
  }

  publish(pact: PactDocument, about: Pick<PublishedPact, 'version' | 'branch' | 'tags' | 'buildUrl'>): void {
    const { consumer, provider } = namesOf(pact);
    const version = this.version(consumer, about.version);
    if (about.branch !== null) version.branches.add(about.branch);
    for (const tag of about.tags) version.tags.add(tag);
    const again = this.published.findIndex(
      (one) => one.consumer === consumer && one.provider === provider && one.version === about.version,
    );
    const entry = { ...about, consumer, provider, content: hashOf(pact), pact, publishedAt: new Date() };
    if (again < 0) this.published.push(entry);
    else this.published[again] = entry;
  }

  /** The last pact with this content. */
  withContent(content: string): PublishedPact | undefined {
    return this.published.findLast((one) => one.content === content);
  }
}

/** The pact as a broker gives it out: each interaction has an id, under which its result can be filed. */
export function withIds(pact: PactDocument): PactDocument {
  return { ...pact, interactions: pact.interactions.map((one) => ({ ...one, _id: hashOf(one) })) };
}

function namesOf(pact: PactDocument): { consumer: string; provider: string } {
  return { consumer: pact.consumer.name, provider: pact.provider.name };
}

function hashOf(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value)).digest('hex');
}
