import * as comparison from '@pactflow/openapi-pact-comparator';

/** The part of the library that is used; its own types cannot be found by modules of today. */
interface Library {
  Comparator: new (documents: { oas: unknown; asyncapi: unknown }) => { compare(pact: unknown): AsyncIterable<Result> };
}
interface Result {
  type: 'error' | 'warning' | 'info';
  message: string;
  mockDetails?: { interactionDescription?: string | null; location: string };
  specDetails?: { location: string };
  causes?: Result[];
}

/** Where a pact and the documents of a provider say different things. */
export interface Difference {
  /** Consumer of the pact. */
  consumer: string;
  /** Description of the interaction. */
  interaction: string;
  /** What is different, in words. */
  message: string;
  /** Where in the pact, such as `interactions[3].response.body.seq`. */
  pact: string;
  /** Where in the document. */
  document: string;
}

/** What a provider says of itself. */
export interface ProviderDocuments {
  /** OpenAPI 3.1: HTTP interactions are compared with it. */
  openapi: unknown;
  /** AsyncAPI 3: interactions of messages are compared with it. */
  asyncapi: unknown;
}

/** Compares pacts with the documents of the provider. Whatever a pact says must be allowed there. */
export async function comparePacts(pacts: readonly unknown[], documents: ProviderDocuments): Promise<Difference[]> {
  const { Comparator } = comparison as unknown as Library;
  const comparator = new Comparator({ oas: documents.openapi, asyncapi: documents.asyncapi });
  const found: Difference[] = [];
  for (const pact of pacts) {
    const { name } = (pact as { consumer: { name: string } }).consumer;
    for await (const result of comparator.compare(pact)) {
      if (result.type === 'error') found.push(...differencesOf(name, result));
    }
  }
  return found;
}

/** A result with causes says less than they do. */
function differencesOf(consumer: string, result: Result): Difference[] {
  const { message, mockDetails, specDetails, causes = [] } = result;
  if (causes.length > 0) return causes.flatMap((cause) => differencesOf(consumer, cause));
  return [
    {
      consumer,
      interaction: mockDetails?.interactionDescription ?? '',
      message,
      pact: (mockDetails?.location ?? '').replace('[root].', ''),
      document: (specDetails?.location ?? '').replace('[root].', ''),
    },
  ];
}
