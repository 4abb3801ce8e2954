import { type StateName, states } from '../../provider/states.ts';

/**
 * Examples of the values that provider states answer. Wherever a client says one of them, the pact has the expression that
 * puts the provider's own value there. No two may be alike.
 */
export const values = {
  projectId: '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10',
  taskId: 'b3a1f0c4-7d52-4e0b-8a64-91c2d7e5f308',
  sessionId: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d',
  messageId: 'e7c9b1a3-5d2f-4b68-8c0e-3a1d9f7b5c24',
  workspaceId: '0d9c7b6a-5e4f-4c3d-9b2a-1f0e8d7c6b5a',
  agentId: '5d0e7a94-1c3b-4f68-b2a7-8e6d4c2f0a13',
  chatId: 'a7f3c1d9-4b60-4e82-9d15-3c8b7e5f2a46',
  issueId: '3f6b9d12-8e4c-4a70-b5d1-09c7e2f4a863',
  claimKey: 'e1c9a7b5-3d2f-4860-9e4b-d7f5c3a18642',
  lockId: '7d2b9f41-c5a8-4e63-8f10-b4d6e2a0c973',
  runtimeId: 'runtime-of-the-state',
  token: 'token-of-the-user',
  agentToken: 'token-of-the-vm-agent',
  daemonToken: 'token-of-the-daemon',
  tooLong: 'A text that is too long for one message.',
  farTooLong: 'A text that is too long for one request.',
  version: 1,
  seq: 7,
} as const;

/** A UUID that no state answers: an id of something that does not exist, or that a client makes. */
export const strange = (number: number) => `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Those that some states answer. */
export function valuesOf(given: readonly { state: StateName }[]): Record<string, string | number> {
  const answered = new Set<string>(given.flatMap(({ state }) => states[state].values));
  return Object.fromEntries(Object.entries(values).filter(([name]) => answered.has(name)));
}
