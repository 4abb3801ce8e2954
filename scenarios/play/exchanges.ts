import { z } from 'zod';
import {
  type ContractAnswer,
  type ContractFrame,
  frameWords,
  type History,
  type WireMessage,
} from '../../contracts/trace/index.ts';
import { framesOf } from '../../contracts/wire/documents/frames-of.ts';
import {
  matchRoute,
  nodeOperations,
  type Operation,
  operations,
  type ProblemCode,
  problems,
  routingProblems,
  type SocketName,
  sockets,
} from '../../contracts/wire/index.ts';

/** An answer in words, the same for the same answer. */
export function answerWords({ operation, status, code }: ContractAnswer): string {
  return [operation ?? 'no operation', status, ...(code === null ? [] : [code])].join(' ');
}

/** All that the contract has: names of operations, their answers, and the frames of its sockets. */
export interface ContractParts {
  operations: readonly string[];
  answers: readonly ContractAnswer[];
  frames: readonly ContractFrame[];
}

const all: readonly [string, Operation][] = [...Object.entries(operations), ...Object.entries(nodeOperations)];

export function contractParts(): ContractParts {
  const refused = (operation: string | null, codes: readonly ProblemCode[]) =>
    [...new Set(codes)].map((code) => ({ operation, status: problems[code].status, code }));
  return {
    operations: all.map(([name]) => name),
    answers: [
      ...all.flatMap(([operation, { answers, problems: codes }]): ContractAnswer[] => [
        ...Object.keys(answers).map((status) => ({ operation, status: Number(status), code: null })),
        ...refused(operation, codes),
      ]),
      ...refused(null, routingProblems),
    ],
    frames: (Object.keys(sockets) as SocketName[]).flatMap((socket) => [
      ...framesFrom(socket, 'client'),
      ...framesFrom(socket, 'server'),
    ]),
  };
}

function framesFrom(socket: SocketName, from: ContractFrame['from']): ContractFrame[] {
  return framesOf(sockets[socket][from]).flatMap(({ type, schema }) => {
    const codes = type === 'error' ? codesIn(schema.shape.code) : [null];
    return codes.map((code) => ({ socket, from, type, code }));
  });
}

/** Codes of an error frame: several, or the only one. */
function codesIn(schema: unknown): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];
}

/**
 * Adds what was exchanged in a history to `exchanged`: names of operations, answers and frames in words. What is asked
 * counts where it arrives, what is answered or told where it is said. Left out is what the network answered, and what is
 * not as the contract says.
 */
export function addExchanges(history: History, exchanged: Set<string>): void {
  const wrong = new Set<number>();
  for (const event of history) if (event.kind === 'violation') wrong.add(event.of);
  /** What was really asked, by `op`: who asks wrongly on purpose may say another path than that of the operation. */
  const asked = new Map<number, string | null>();
  for (const event of history) {
    if (event.kind === 'deliver') {
      const { message } = event;
      if (message.type === 'request') {
        const operation = operationAsked(event.operation, message);
        asked.set(event.op, operation);
        if (operation !== null) exchanged.add(operation);
      } else if (message.type === 'frame' && event.actor === 'target') {
        addFrame(event.operation, 'client', message.body, exchanged);
      }
    } else if (event.kind === 'send' && event.actor !== 'network' && !wrong.has(event.index)) {
      const { message } = event;
      const operation = asked.get(event.op) ?? null;
      if (message.type === 'response') addAnswer(operation, message, exchanged);
      else if (message.type === 'open') exchanged.add(answerWords({ operation, status: 101, code: null }));
      else if (message.type === 'frame' && event.actor === 'target') {
        addFrame(event.operation, 'server', message.body, exchanged);
      }
    }
  }
}

/** Where requests of an operation usually go: most need no search through all operations. */
const usual = new Map(
  all.map(([name, { method, path }]) => {
    const pattern = new RegExp(`^${path.replace(/\{\w+\}/g, '[^/?%]+')}(?:\\?|$)`);
    return [name, { method, pattern }];
  }),
);

function operationAsked(meant: string, { method, path }: { method: string; path: string }): string | null {
  const expected = usual.get(meant);
  if (expected?.method === method && expected.pattern.test(path)) return meant;
  const match = matchRoute(method, path);
  return typeof match === 'string' ? null : match.operation;
}

function addAnswer(
  operation: string | null,
  { status, body }: Extract<WireMessage, { type: 'response' }>,
  exchanged: Set<string>,
): void {
  // Without its code too: a pact may leave open which problem of a status it is.
  exchanged.add(answerWords({ operation, status, code: null }));
  const code = status < 400 ? null : codeOf(body);
  if (code !== null) exchanged.add(answerWords({ operation, status, code }));
}

function addFrame(socket: string, from: ContractFrame['from'], body: unknown, exchanged: Set<string>): void {
  const words = frameWords(framePart(socket, from, body));
  if (exchanged.has(words)) return;
  // A client may send nonsense on purpose; what a server says was checked when it was recorded.
  if (from === 'client' && !(isSocket(socket) && sockets[socket].client.safeParse(body).success)) return;
  exchanged.add(words);
}

/** Which frame of the contract a body is, by its type and, for an error, its code. */
export function framePart(socket: string, from: ContractFrame['from'], body: unknown): ContractFrame {
  const { type } = Object(body) as { type?: unknown };
  return { socket, from, type: String(type), code: type === 'error' ? codeOf(body) : null };
}

/** The `code` in a body, where it has one. */
export function codeOf(body: unknown): string | null {
  const { code } = Object(body) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}

function isSocket(name: string): name is SocketName {
  return Object.hasOwn(sockets, name);
}
