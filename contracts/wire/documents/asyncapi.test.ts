import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { liveAccess } from '../access.ts';
import { liveAnswers } from '../live/frames.ts';
import { operations } from '../operations.ts';
import { type SocketName, sockets } from '../sockets.ts';
import { asyncapiDocument } from './asyncapi.ts';
import { frameExamples } from './examples.ts';
import { framesOf } from './frames-of.ts';
import { resolve } from './walk.testing.ts';

const document = asyncapiDocument();
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(document, 'asyncapi.json');
const valid = (schema: string, frame: unknown) =>
  ajv.compile({ $ref: `asyncapi.json#/components/schemas/${schema}` })(frame);

const names = Object.keys(sockets) as SocketName[];
const unions = {
  events: ['ClientFrame', 'ServerFrame'],
  live: ['LiveClientFrame', 'LiveServerFrame'],
  terminal: ['input', 'TerminalServerFrame'],
} as const;
const frames = (side: 'client' | 'server') =>
  names.flatMap((name) => framesOf(sockets[name][side]).map(({ type, id }) => ({ name, type, id })));
const fromClient = frames('client');
const fromServer = frames('server');
const all = [...fromClient, ...fromServer];
const typesIn = (name: SocketName) => all.filter((frame) => frame.name === name).map(({ type }) => type);

describe('the AsyncAPI document', () => {
  test('has a channel for every socket, where its operation has it', () => {
    expect(Object.keys(document.channels)).toEqual(names);
    for (const name of names) expect(document.channels[name].address).toBe(operations[name].path);
  });

  test.each(names)('has in the channel %s a message and an example for every frame, and no other', (name) => {
    const types = typesIn(name).sort();
    expect(new Set(types).size).toBe(types.length);
    expect(Object.keys(document.channels[name].messages).sort()).toEqual(types);
    expect(Object.keys(frameExamples[name]).sort()).toEqual(types);
  });

  test('has one schema and one message for every frame, and calls each by its type', () => {
    const ids = all.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Object.keys(document.components.messages).sort()).toEqual([...ids].sort());
    for (const { name, type, id } of all) {
      expect(document.components.schemas).toHaveProperty([id]);
      const { $ref = '' } = document.channels[name].messages[type] ?? {};
      expect(resolve(document, $ref)).toMatchObject({
        name: type,
        payload: { $ref: `#/components/schemas/${id}` },
        examples: [{ payload: { type } }],
      });
    }
  });

  test.each(fromClient)('the example of $type on $name matches its schema, and a field beyond it does not', (frame) => {
    const { name, type, id } = frame;
    const example = frameExamples[name][type];
    expect(valid(id, example)).toBe(true);
    expect(valid(unions[name][0], example)).toBe(true);
    expect(sockets[name].client.parse(example)).toEqual(example);
    expect(valid(id, { ...(example as object), more: 1 })).toBe(false);
  });

  test.each(fromServer)(
    'the example of $type on $name matches its schema, and still does with a field beyond it',
    (frame) => {
      const { name, type, id } = frame;
      const example = frameExamples[name][type];
      expect(valid(id, example)).toBe(true);
      expect(valid(unions[name][1], example)).toBe(true);
      expect(sockets[name].server.parse(example)).toEqual(example);
      expect(valid(id, { ...(example as object), more: 1 })).toBe(true);
      expect(valid(id, { type })).toBe(Object.keys(example as object).length === 1);
    },
  );

  test('receives every frame of a client, and says of each what answers it', () => {
    const received = Object.entries(document.operations).filter(([, { action }]) => action === 'receive');
    expect(received.map(([key]) => key)).toEqual(fromClient.map(({ name, type }) => `${name}.${type}`));
    for (const [key, operation] of received) {
      const reply = operation.reply?.messages;
      const [name, type] = key.split('.') as [SocketName, keyof typeof liveAnswers];
      if (name === 'terminal') expect(reply).toBeUndefined();
      else expect(reply?.at(-1)).toEqual({ $ref: `#/channels/${name}/messages/error` });
      if (name !== 'live') continue;
      const answers = [...liveAnswers[type].split(' or '), 'error'];
      expect(reply).toEqual(answers.map((answer) => ({ $ref: `#/channels/live/messages/${answer}` })));
    }
  });

  test('sends or answers with every frame of a provider', () => {
    for (const name of names) {
      const said = Object.values(document.operations)
        .filter(({ channel }) => channel.$ref === `#/channels/${name}`)
        .flatMap((operation) => [
          ...(operation.action === 'send' ? operation.messages : []),
          ...(operation.reply?.messages ?? []),
        ]);
      const types = framesOf(sockets[name].server).map(({ type }) => type);
      expect(new Set(said.map(({ $ref }) => $ref.split('/').at(-1)))).toEqual(new Set(types));
    }
  });

  test('says how hello is answered to each caller', () => {
    expect(document.operations['live.hello']).toMatchObject({ 'x-access': liveAccess });
  });
});
