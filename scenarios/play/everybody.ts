import { access, type Caller as CallerKind, callers, type OperationName } from '../../contracts/wire/index.ts';
import type { Caller } from './caller.ts';
import type { World } from './world.ts';

export interface Person {
  kind: CallerKind;
  caller: Caller;
}

/**
 * Lets everybody have a turn with these operations: those whom the table refuses all of them side by side, and the
 * others one after the other, for what they do changes what the next one finds.
 */
export async function turns(
  world: World,
  people: readonly Person[],
  operations: readonly OperationName[],
  turn: (person: Person) => Promise<unknown>,
): Promise<void> {
  const isRefused = ({ kind }: Person) => operations.every((operation) => access[operation][kind] >= 400);
  await world.sideBySide(...people.filter(isRefused).map((person) => () => turn(person)));
  for (const person of people) if (!isRefused(person)) await turn(person);
}

/** The operations of a group of the contract. */
export function namesOf(group: Partial<Record<OperationName, unknown>>): OperationName[] {
  return Object.keys(group) as OperationName[];
}

/** Somebody of each kind that the table of access knows, for the session of a workspace (SAFE-1). */
export async function everybody(world: World, workspaceId: string): Promise<readonly Person[]> {
  const elsewhere = { projectId: await world.otherProject() };
  const alice = { role: 'user', userId: 'alice' } as const;
  const agent = { role: 'vm-agent', workspaceId } as const;
  const daemon = { role: 'daemon', runtimeId: 'runtime-1' } as const;
  const otherDaemon = { role: 'daemon', runtimeId: 'runtime-2' } as const;
  const otherAgent = { ...agent, workspaceId: world.caller('everybody').uuid() };
  const tokens: Record<CallerKind, string | undefined> = {
    nobody: undefined,
    'unknown token': 'a-token-that-nobody-ever-made',
    'expired token': await world.token(alice, { expiresInSeconds: 0 }),
    user: world.userToken,
    'other user': await world.token({ role: 'user', userId: 'bob' }),
    'foreign user': await world.token(alice, elsewhere),
    'own vm-agent': await world.token(agent),
    'other vm-agent': await world.token(otherAgent),
    'foreign vm-agent': await world.token(agent, elsewhere),
    daemon: await world.token(daemon),
    'other daemon': await world.token(otherDaemon),
    'foreign daemon': await world.token(daemon, elsewhere),
    administrator: world.adminToken,
  };
  return callers.map((kind) => ({ kind, caller: world.caller(kind.replaceAll(' ', '-'), tokens[kind]) }));
}
