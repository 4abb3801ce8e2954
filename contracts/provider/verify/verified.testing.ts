import { type Behaviour, testProvider, type WrittenInteraction, writtenPact } from './provider.testing.ts';
import { type VerifyOptions, verify } from './verify.ts';

/** Verifies a provider that behaves like this against these interactions. */
export async function verified(
  interactions: readonly WrittenInteraction[],
  behaviour: Behaviour = {},
  options: Partial<VerifyOptions> = {},
) {
  const provider = await testProvider(behaviour);
  const pacts = await writtenPact(interactions);
  const result = await verify({ providerUrl: provider.url, statesUrl: provider.statesUrl, pacts, ...options });
  return { result, provider, first: result.interactions[0] };
}
