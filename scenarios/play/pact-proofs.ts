import { pactFolder, readPacts } from '../../contracts/provider/pact-files.ts';
import type { RequirementId } from '../requirements.ts';

/** Something that is shown, and the tests that show it, from the root of the repository. */
interface Proof {
  shows: string;
  tests: readonly string[];
}

/** What proves the requirements of the pacts, beside scenarios (PACT-1, PACT-2, PACT-3). */
export const pactProofs = {
  'PACT-1': [
    {
      shows: 'written by playing the clients: rehearse contracts write --check',
      tests: ['contracts/consumers/write.test.ts', 'contracts/consumers/fields-of-answers.test.ts'],
    },
    {
      shows:
        'verified on the embedded control plane and on a provider that shares no code with it: rehearse contracts verify',
      tests: ['contracts/provider/embedded.test.ts', 'contracts/provider/independent.test.ts'],
    },
  ],
  'PACT-2': [
    {
      shows: 'the mutants, in what a provider says: each fails the interactions that have what it breaks, and no other',
      tests: ['contracts/provider/embedded.test.ts'],
    },
    {
      shows: 'every field of every answer and frame of the pacts, removed, renamed and retyped one at a time',
      tests: ['contracts/provider/fields.test.ts'],
    },
    {
      shows: 'breaks of a provider in plain Node, each told with path, expected and actual',
      tests: ['contracts/provider/independent.test.ts'],
    },
  ],
  'PACT-3': [
    {
      shows: 'an error, never a success: no pact, an empty folder, another provider, fewer interactions than there are',
      tests: ['contracts/provider/verify/verify.test.ts', 'contracts/provider/verify/judge.test.ts'],
    },
    {
      shows:
        'a failed interaction: a state that is missing or throws, a frame that never comes, a value that is missing',
      tests: ['contracts/provider/verify/verify.test.ts', 'contracts/provider/verify/conversation.test.ts'],
    },
    {
      shows: 'exit code 2: a provider that is down or goes down, results that the broker does not take',
      tests: ['cli/contracts/verify.test.ts', 'contracts/provider/verify/broker.test.ts'],
    },
    {
      shows: 'writers side by side lose nothing, a description is there once, can-i-deploy is read and not believed',
      tests: ['contracts/consumers/write.test.ts', 'cli/contracts/can-i-deploy.test.ts'],
    },
  ],
} as const satisfies Partial<Record<RequirementId, readonly Proof[]>>;

/** The proofs in words, and how much there is to prove. */
export async function proofsOfPacts(): Promise<Partial<Record<RequirementId, string[]>>> {
  const pacts = await readPacts(pactFolder, 'list the requirements');
  const inWords = (proofs: readonly Proof[]) => proofs.map(({ shows }) => shows);
  return {
    'PACT-1': [
      ...pacts.map(({ pact }) => `${pact.interactions.length} interactions of ${pact.consumer.name}`),
      ...inWords(pactProofs['PACT-1']),
    ],
    'PACT-2': inWords(pactProofs['PACT-2']),
    'PACT-3': inWords(pactProofs['PACT-3']),
  };
}
