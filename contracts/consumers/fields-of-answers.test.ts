import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pactFolder, readPacts } from '../provider/pact-files.ts';
import { exampleOf, type ReplayedInteraction } from '../provider/replayer.testing.ts';
import { matchRoute, operationOf, type SocketName, sockets } from '../wire/index.ts';

/** What no example of the pacts has, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'startPhase 200 (created)': 'A session that was created is answered with 201.',
  'startPhase 200 (replaced)': 'A session that took the place of another is answered with 201.',
  'startPhase 201 (existing)': 'A session that was there before is answered with 200.',
  'recoverOrphans 200 .failed[]':
    'No state has a task that was recovered before; its id is one as those of `recovered`.',
  'listArchiveRuns 200 .runs[].deadLetters[]':
    'No state has a session that the archive gave up; clients show its id only.',
};

/** An interaction, and the state that names its socket. */
type Example = ReplayedInteraction & { providerStates?: { params?: { path?: string } }[] };

const examples = (await readPacts(pactFolder, 'test')).flatMap(({ pact }) => pact.interactions as unknown as Example[]);

/** The schema of what a provider says. */
interface Spoken {
  /** Operation and status, or socket and type of the frame. */
  name: string;
  schema: z.ZodType;
}

/** The examples of the pacts, by what they are examples of. Problems are left out: they are of one schema. */
function spoken(interactions: readonly Example[]): Map<string, Spoken & { bodies: unknown[] }> {
  const all = new Map<string, Spoken & { bodies: unknown[] }>();
  for (const interaction of interactions) {
    const { body } = exampleOf(interaction);
    const of = interaction.request?.path ? answerOf(interaction) : frameOf(interaction);
    if (!of) continue;
    const { bodies } = all.get(of.name) ?? { bodies: [] };
    all.set(of.name, { ...of, bodies: [...bodies, body] });
  }
  return all;
}

/** @throws Error where the wire has no such operation */
function answerOf(interaction: Example): Spoken | undefined {
  const { method = '', path = '' } = interaction.request ?? {};
  const found = matchRoute(method, path);
  if (typeof found === 'string') throw new Error(`"${interaction.description}" asks for no operation: ${found}.`);
  const { status } = exampleOf(interaction);
  const schema = operationOf(found.operation).answers[status];
  return schema ? { name: `${found.operation} ${status}`, schema } : undefined;
}

/** @throws Error where the wire has no such frame */
function frameOf({ description, providerStates, ...interaction }: Example): Spoken {
  const path = providerStates?.at(-1)?.params?.path ?? '';
  const socket = Object.keys(sockets).find((name): name is SocketName => path.endsWith(`/${name}`));
  const { type } = exampleOf({ description, ...interaction }).body as { type: string };
  const schema = socket && optionsOf(sockets[socket].server).find((option) => labelOf(option) === type);
  if (!schema) throw new Error(`"${description}" is of no frame: ${path} ${type}.`);
  return { name: `${socket} ${type}`, schema };
}

/** The options of a union, those of unions in it among them. */
function optionsOf(schema: z.ZodType): z.ZodType[] {
  return schema instanceof z.ZodUnion ? schema.options.flatMap((option) => optionsOf(option as z.ZodType)) : [schema];
}

/** How an option is told from the others: the first literal that it has, such as its type. */
function labelOf(option: z.ZodType): string {
  const fields = option instanceof z.ZodObject ? Object.values(option.shape) : [];
  const literal = fields.find((field) => field instanceof z.ZodLiteral);
  return literal ? String(literal.value) : option.type;
}

/** Paths of the fields, entries of lists and options that none of the examples has. */
function unsaid(schema: z.ZodType, said: readonly unknown[], at = ''): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unsaid(
      schema.unwrap() as z.ZodType,
      said.filter((one) => one !== null),
      at,
    );
  }
  if (schema instanceof z.ZodObject) {
    return Object.entries(schema.shape).flatMap(([name, field]) => {
      const having = said.filter((one): one is Record<string, unknown> => Object.hasOwn(Object(one), name));
      const values = having.map((one) => one[name]);
      return having.length === 0 ? [`${at}.${name}`] : unsaid(field as z.ZodType, values, `${at}.${name}`);
    });
  }
  if (schema instanceof z.ZodArray) {
    const entries = said.flatMap((one) => one as unknown[]);
    return entries.length === 0 ? [`${at}[]`] : unsaid(schema.element as z.ZodType, entries, `${at}[]`);
  }
  const options = optionsOf(schema);
  if (options.length === 1) return [];
  return options.flatMap((option) => {
    const own = said.filter((one) => option.safeParse(one).success);
    const place = `${at}(${labelOf(option)})`;
    return own.length === 0 ? [place] : unsaid(option, own, place);
  });
}

const gapsOf = (interactions: readonly Example[]) =>
  [...spoken(interactions).values()].flatMap(({ name, schema, bodies }) =>
    unsaid(schema, bodies).map((path) => `${name} ${path}`),
  );

describe('The examples of the pacts', () => {
  test('have each field of what they are examples of, but for the exceptions', () => {
    expect(gapsOf(examples).sort()).toEqual(Object.keys(exceptions).sort());
  });

  test('have a gap where the only interaction with some kinds of events is gone', () => {
    const description = 'the history of a session with a tool, a failure and another mode';
    const others = examples.filter((one) => one.description !== description);
    const gaps = gapsOf(others).filter((gap) => !(gap in exceptions));
    const gone = ['tool_call', 'tool_result', 'message_failed', 'message_interrupted', 'mode_changed'];
    expect(gaps).toEqual(gone.map((type) => `liveHistory 200 .events[](${type})`));
  });

  test('have a gap where the only frame of its type lacks a field', () => {
    const frames = examples.filter(({ contents }) => (contents?.content as { type?: string })?.type === 'tool_call');
    const without = frames.map((one) => ({ ...one, contents: { content: { type: 'tool_call', name: 'grep' } } }));
    const missing = ['sessionId', 'seq', 'at', 'clientMsgId', 'messageId', 'toolCallId', 'input'];
    expect(gapsOf(frames)).toEqual([]);
    expect(gapsOf(without)).toEqual(missing.map((name) => `live tool_call .${name}`));
  });
});

describe('A field', () => {
  const row = z.object({ id: z.string(), note: z.string().optional(), by: z.object({ name: z.string() }).nullable() });
  const judged = z.discriminatedUnion('status', [
    z.object({ status: z.literal('stored'), seq: z.number() }),
    z.object({ status: z.literal('refused'), code: z.string().optional() }),
  ]);
  const whole = { id: 'a', note: 'b', by: { name: 'c' } };

  test.each<[string, z.ZodType, unknown[], string[]]>([
    ['is there', row, [whole], []],
    [
      'is there in another example',
      row,
      [
        { id: 'a', by: { name: 'c' } },
        { ...whole, by: null },
      ],
      [],
    ],
    ['that may be left out is in none', row, [{ id: 'a', by: { name: 'c' } }], ['.note']],
    ['of what is null in all is in none', row, [{ ...whole, by: null }], ['.by.name']],
    ['of the entries of a list is in none', z.array(row), [[], [{ id: 'a', by: null }]], ['[].note', '[].by.name']],
    ['of a list is not seen in an empty one', z.object({ rows: z.array(row) }), [{ rows: [] }], ['.rows[]']],
    [
      'of an option is there',
      judged,
      [
        { status: 'stored', seq: 1 },
        { status: 'refused', code: 'c' },
      ],
      [],
    ],
    ['of an option is in none', judged, [{ status: 'stored', seq: 1 }, { status: 'refused' }], ['(refused).code']],
    ['of another option is not that of this', judged, [{ status: 'refused', code: 'c' }], ['(stored)']],
  ])('%s', (_, schema, said, gaps) => {
    expect(unsaid(schema, said)).toEqual(gaps);
  });
});
