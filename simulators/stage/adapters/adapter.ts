import type { z } from 'zod';
import type { Guarantees, OperationName, operations, SocketName, sockets } from '../../../contracts/wire/index.ts';
import type { Refused } from './refused.ts';
import type { Tools } from './tools.ts';

type Operations = typeof operations;
/** What the contract says of one part of an operation, or `Otherwise` where it has no such part. */
type Part<Name extends OperationName, Key extends string, Otherwise> =
  Operations[Name] extends Record<Key, infer Schema extends z.ZodType> ? z.output<Schema> : Otherwise;

/** What an operation is asked, read by the contract. */
export interface Asked<Name extends OperationName> {
  params: Part<Name, 'params', Record<string, never>>;
  query: Part<Name, 'query', Record<string, never>>;
  headers: Part<Name, 'headers', Record<string, never>>;
  body: Part<Name, 'body', undefined>;
  /** As the adapter's `createToken` or `node.createWorkspace` gave it to whoever asks; null: none was sent. */
  token: string | null;
}

type Answers<Name extends OperationName> = Operations[Name]['answers'];
/** A success of an operation: one of its statuses, with the body that the contract has for it. */
export type Said<Name extends OperationName> = {
  [Status in keyof Answers<Name>]: Answers<Name>[Status] extends z.ZodType
    ? { status: Status; body: z.output<Answers<Name>[Status]> }
    : { status: Status };
}[keyof Answers<Name>];

/** Carries out one operation in the wire of the system. `connection` is what `connect` made for this play. */
export type Carry<Name extends OperationName, Connection> = (
  asked: Asked<Name>,
  connection: Connection,
) => Said<Name> | Refused | Promise<Said<Name> | Refused>;

/** The client's end of a socket, as the adapter speaks to it. Frames said before the socket is open come after it. */
export interface Client<Name extends SocketName> {
  frame(frame: z.output<(typeof sockets)[Name]['server']>): void;
  /** 1006: the connection is broken, without a word. */
  close(code: number, reason: string): void;
}

/** The adapter's end of a socket that is open. */
export interface Side<Name extends SocketName> {
  /** What the client says, read by the contract. Called one at a time: the next frame waits for a promise. */
  send(frame: z.output<(typeof sockets)[Name]['client']>): void | Promise<void>;
  /** The client is gone. 1006: its connection broke. */
  close(code: number): void;
}

/** Opens one socket. */
export type Open<Name extends SocketName, Connection> = (
  asked: Pick<Asked<Name>, 'params' | 'token'>,
  client: Client<Name>,
  connection: Connection,
) => Side<Name> | Refused | Promise<Side<Name> | Refused>;

type Handler<Name extends OperationName, Connection> = Name extends SocketName
  ? Open<Name, Connection>
  : Carry<Name, Connection>;

/** A group of operations of the contract. */
export type Group = Exclude<Operations[OperationName]['capability'], 'provisioning'>;

/** What an adapter can do, by the groups of the contract. What it lacks is left out, whole groups and single operations. */
export type Capabilities<Connection> = {
  [Name in Group]?: {
    [Operation in OperationName as Operations[Operation]['capability'] extends Name ? Operation : never]?: Handler<
      Operation,
      Connection
    >;
  };
};

/** Which place and whose tokens a play has. A system is real: mostly a project that exists, and tokens from options. */
export interface Provisioning<Connection> {
  createProject: Carry<'createProject', Connection>;
  createToken: Carry<'createToken', Connection>;
}

export interface AdapterDefinition<Options extends z.ZodObject, Connection> {
  /** In lower case, as `--adapter` takes it. */
  name: string;
  /** What it speaks to, as users read it. */
  title: string;
  /** What a user gives: addresses, credentials (`secret()`), names. Values from a command line are text: coerce numbers. */
  options: Options;
  /** Where the system is; all paths are taken from there. */
  baseUrl(options: z.output<Options>): string;
  /** What the system promises. Checks that need more are not applicable, and their requirements are reported as unmet. */
  guarantees: Guarantees;
  /** Requirements that the system cannot meet by design, with the reason: as with guarantees. */
  unmet?: Readonly<Record<string, string>>;
  /** It asks the simulated VM agent for workspaces, with `node.createWorkspace`: always, or where this option is given. */
  orders?: true | Extract<keyof z.output<Options>, string>;
  /** true: its live sessions have echo loops, so that replies can be foreseen. */
  echo?: true;
  /** Plays at a time, at most. Default 4. */
  lanes?: number;
  /** Called once for each play. What it answers is handed to every operation. */
  connect(tools: Tools<z.output<Options>>): Connection;
  provisioning: Provisioning<Connection>;
  capabilities: Capabilities<Connection>;
}

/** An adapter, whatever its options and its connection are. */
export interface Adapter {
  readonly name: string;
  readonly title: string;
  readonly options: z.ZodObject;
  readonly guarantees: Guarantees;
  readonly unmet: Readonly<Record<string, string>>;
  readonly orders: boolean | string;
  readonly lanes: number;
  /** Groups of which it has an operation, `provisioning` and `echo` among them where they apply. */
  readonly capabilities: readonly Capability[];
  /** Has it this operation? */
  has(operation: OperationName): boolean;
  /** @param options as `readOptions` read them */
  baseUrl(options: Record<string, unknown>): string;
  /** @param tools with options as `readOptions` read them */
  connect(tools: Tools<Record<string, unknown>>): Bound;
}

export type Capability = Group | 'provisioning' | 'echo';

/** The operations of an adapter, bound to the connection of one play. */
export interface Bound {
  carry(operation: OperationName, asked: Loose): Promise<LooseAnswer | Refused>;
  open(socket: SocketName, asked: Pick<Loose, 'params' | 'token'>, client: LooseClient): Promise<LooseSide | Refused>;
}

/** What was read by the contract already, and is therefore what the operation's types say. */
export interface Loose {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  token: string | null;
}
export interface LooseAnswer {
  status: number;
  body?: unknown;
}
export interface LooseClient {
  frame(frame: unknown): void;
  close(code: number, reason: string): void;
}
export interface LooseSide {
  send(frame: unknown): void | Promise<void>;
  close(code: number): void;
}
