import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { clientFrame, feedFrame, serverFrame } from '../frames.ts';
import { asyncapiDocument } from './asyncapi.ts';
import { frameExamples } from './examples.ts';

const document = asyncapiDocument();
const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addSchema(document, 'asyncapi.json');
const valid = (type: string, frame: unknown) =>
  ajv.compile({ $ref: `asyncapi.json#/components/schemas/${type}` })(frame);

const typesOf = (options: readonly { shape: { type: { value: string } } }[]) =>
  options.map(({ shape }) => shape.type.value);
const fromClient = typesOf(clientFrame.options);
const fromServer = serverFrame.options.flatMap((option) =>
  'options' in option ? typesOf(option.options) : [option.shape.type.value],
);

describe('the AsyncAPI document', () => {
  test('has a message, a schema and an example for every frame of the contract, and no other message', () => {
    const all = [...fromClient, ...fromServer].sort();
    expect(Object.keys(document.components.messages).sort()).toEqual(all);
    expect(Object.keys(document.channels.events.messages).sort()).toEqual(all);
    expect(Object.keys(frameExamples).sort()).toEqual(all);
    for (const type of all) expect(document.components.schemas).toHaveProperty([type]);
  });

  test.each(fromClient)('the example of %s matches its schema, and a field beyond it does not', (type) => {
    expect(valid(type, frameExamples[type])).toBe(true);
    expect(valid('ClientFrame', frameExamples[type])).toBe(true);
    expect(clientFrame.parse(frameExamples[type])).toEqual(frameExamples[type]);
    expect(valid(type, { ...(frameExamples[type] as object), more: 1 })).toBe(false);
  });

  test.each(fromServer)('the example of %s matches its schema, and still does with a field beyond it', (type) => {
    expect(valid(type, frameExamples[type])).toBe(true);
    expect(valid('ServerFrame', frameExamples[type])).toBe(true);
    expect(serverFrame.parse(frameExamples[type])).toEqual(frameExamples[type]);
    expect(valid(type, { ...(frameExamples[type] as object), more: 1 })).toBe(true);
    expect(valid(type, { type })).toBe(type === 'pong');
  });

  test('says for every frame of a client what answers it, and sends every entry of the feed', () => {
    const { feed, ...asked } = document.operations;
    expect(Object.keys(asked)).toEqual(fromClient);
    expect(feed.messages).toEqual(
      typesOf(feedFrame.options).map((type) => ({ $ref: `#/channels/events/messages/${type}` })),
    );
  });
});
