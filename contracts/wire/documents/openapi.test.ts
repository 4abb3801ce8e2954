import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { access } from '../access.ts';
import { type NodeOperationName, nodeOperations, type OperationName, operationOf, operations } from '../operations.ts';
import { problems } from '../problems.ts';
import { examples } from './examples.ts';
import { openapiDocument } from './openapi.ts';
import { objectsOf } from './walk.testing.ts';

const document = openapiDocument();
const names = [...Object.keys(operations), ...Object.keys(nodeOperations)] as (OperationName | NodeOperationName)[];
const places = [...objectsOf(document)];
const documented = places.filter(({ value }) => typeof value.operationId === 'string').map(({ value }) => value);

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(document, 'openapi.json');
const errorsOf = (pointer: string, value: unknown) => {
  const valid = ajv.compile({ $ref: `openapi.json#${encodeURI(pointer)}` });
  return valid(value) ? [] : valid.errors;
};

describe('the OpenAPI document', () => {
  test('has every operation of the contract, once, with its path, its method and its capability', () => {
    // By path, so not in the order of the contract.
    expect(documented.map(({ operationId }) => operationId).sort()).toEqual([...names].sort());
    for (const name of names) {
      const { path, method, capability } = operationOf(name);
      const item = name in operations ? document.paths?.[path] : document.webhooks?.[name];
      expect(item?.[method.toLowerCase() as 'get']).toMatchObject({ operationId: name, 'x-capability': capability });
    }
  });

  test('declares every parameter that a path names', () => {
    for (const name of names) {
      const { path, params } = operationOf(name);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, key]) => key);
      expect(Object.keys(params.shape), name).toEqual(inPath);
    }
  });

  test('answers each operation with exactly the statuses of its answers and problems', () => {
    for (const operation of documented) {
      const { answers, problems: codes } = operationOf(operation.operationId as OperationName);
      const statuses = new Set([...Object.keys(answers), ...codes.map((code) => String(problems[code].status))]);
      expect(new Set(Object.keys(operation.responses as object)), String(operation.operationId)).toEqual(statuses);
    }
  });

  test('says of every problem of an operation whether it is definite', () => {
    const definite = Object.fromEntries(Object.entries(problems).map(([code, entry]) => [code, entry.definite]));
    for (const name of names) {
      const said = Object.values(responsesOf(name)).flatMap((response) => Object.entries(response['x-definite'] ?? {}));
      expect(said.map(([code]) => code).sort(), name).toEqual([...operationOf(name).problems].sort());
      for (const [code, value] of said) expect(value, code).toBe(definite[code]);
    }
  });

  test('has an example of every body that matches its schema', () => {
    const media = places.filter(({ pointer }) => /\/content\/application~1[^/]+$/.test(pointer));
    const found = media.flatMap(({ pointer, value }) =>
      Object.values((value.examples ?? {}) as Record<string, { value: unknown }>).map((example) => ({
        pointer,
        errors: errorsOf(`${pointer}/schema`, example.value),
      })),
    );
    expect(found.filter(({ errors }) => errors?.length !== 0)).toEqual([]);
    expect(new Set(found.map(({ pointer }) => pointer)).size).toBe(media.length);
    expect(media.length).toBeGreaterThan(names.length);
  });

  test('would not take an example that does not match', () => {
    expect(errorsOf('/components/schemas/Session', { sessionId: 'nine' })).not.toEqual([]);
    expect(errorsOf('/components/schemas/Problem', { code: 'unavailable' })).not.toEqual([]);
  });

  test('lets a validator pass a batch with a malformed message, since each message is judged alone', () => {
    expect(errorsOf('/components/schemas/Batch', { messages: [{ messageId: 7 }] })).toEqual([]);
    expect(errorsOf('/components/schemas/Batch', { messages: [] })).not.toEqual([]);
    expect(errorsOf('/components/schemas/NewMessage', { messageId: 7 })).not.toEqual([]);
  });

  test('allows an answer to have more fields than it names', () => {
    expect(errorsOf('/components/schemas/Project', { ...(examples.createProject.answer as object), more: 1 })).toEqual(
      [],
    );
  });
});

describe('the examples', () => {
  test.each(names)('%s has a request as the zod schemas want it, and an answer it can give', (name) => {
    const operation = operationOf(name);
    const example = examples[name];
    operation.params.parse(example.params);
    operation.query?.parse(example.query ?? {});
    operation.headers?.parse(example.headers);
    operation.body?.parse(example.body);
    expect(operation.answers).toHaveProperty(String(example.status));
    const answer = operation.answers[example.status];
    if (answer) expect(answer.parse(example.answer)).toEqual(example.answer);
    else expect(example.answer).toBeUndefined();
  });
});

test('the access of every caller is in the document as it is in the contract', () => {
  for (const name of Object.keys(operations) as OperationName[]) {
    const operation = documented.find(({ operationId }) => operationId === name);
    expect(operation?.['x-access']).toEqual(access[name]);
  }
});

test('every capability of an operation is a tag that is explained', () => {
  const tags = new Set(names.map((name) => operationOf(name).capability));
  const explained = document.tags?.map(({ name }) => name);
  expect(explained?.sort()).toEqual([...tags].sort());
});

function responsesOf(name: string): Record<string, { 'x-definite'?: Record<string, boolean> }> {
  const responses = documented.find(({ operationId }) => operationId === name)?.responses as Record<
    string,
    { $ref?: string }
  >;
  const shared = document.components?.responses as Record<string, object>;
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      response.$ref ? (shared[response.$ref.split('/').at(-1) ?? ''] ?? {}) : response,
    ]),
  );
}
