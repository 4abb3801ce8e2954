import type { z } from 'zod';
import type { OperationName } from '../../../contracts/wire/index.ts';
import type { Adapter, AdapterDefinition, Capability, Loose, LooseAnswer, LooseClient, LooseSide } from './adapter.ts';
import { checkDefinition } from './check-definition.ts';
import type { Refused } from './refused.ts';
import type { Tools } from './tools.ts';

type Result<Value> = Value | Refused | Promise<Value | Refused>;
type LooseCarry = (asked: Loose, connection: unknown) => Result<LooseAnswer>;
type LooseOpen = (
  asked: Pick<Loose, 'params' | 'token'>,
  client: LooseClient,
  connection: unknown,
) => Result<LooseSide>;

/**
 * Declares an adapter: how the operations of the contract are said in the wire of another system, and its answers back.
 * An editor knows the types best where `options` and `connect` come before the operations.
 *
 * @throws TypeError saying what is wrong in it, also where a name is misspelt
 */
export function defineAdapter<Options extends z.ZodObject, Connection>(
  definition: AdapterDefinition<Options, Connection>,
): Adapter {
  const { name, title, options, guarantees, unmet = {}, orders = false, echo, lanes = 4 } = definition;
  checkDefinition(definition);
  const groups = Object.entries(definition.capabilities).filter(([, group]) => Object.keys(group).length > 0);
  const handlers = new Map<string, unknown>([
    ...Object.entries(definition.provisioning),
    ...groups.flatMap(([, group]) => Object.entries(group)),
  ]);
  const capabilities = [
    'provisioning',
    ...groups.map(([group]) => group),
    ...(echo ? ['echo'] : []),
  ] as readonly Capability[];
  return {
    name,
    title,
    options,
    guarantees,
    unmet,
    orders,
    lanes,
    capabilities,
    has: (operation: OperationName) => operation === 'describe' || handlers.get(operation) !== undefined,
    // Whoever calls these has read the options by the schema of this very adapter.
    baseUrl: (given) => definition.baseUrl(given as z.output<Options>),
    connect(tools) {
      const connection = definition.connect(tools as Tools<z.output<Options>>);
      return {
        carry: async (operation, asked) => (handlers.get(operation) as LooseCarry)(asked, connection),
        open: async (socket, asked, client) => (handlers.get(socket) as LooseOpen)(asked, client, connection),
      };
    },
  };
}
