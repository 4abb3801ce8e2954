import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import {
  type CreateDocumentOptions,
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import { access } from '../access.ts';
import type { Operation } from '../operation.ts';
import {
  batch,
  type NodeOperationName,
  nodeOperations,
  type OperationName,
  operationOf,
  operations,
} from '../operations.ts';
import { type ProblemCode, problem, problemDocument, problems } from '../problems.ts';
import { newMessage } from '../resources.ts';
import { route } from '../route.ts';
import { type Example, examples } from './examples.ts';
import { guide } from './guide.ts';
import { problemTable } from './tables.ts';
import { version } from './version.ts';

const newMessageRef = '#/components/schemas/NewMessage';

const options: CreateDocumentOptions = {
  override: ({ zodSchema, jsonSchema }) => {
    const { def } = zodSchema._zod;
    // Answers may have fields beyond the schema; zod closes its objects on the way out only because it strips them.
    if (def.type === 'object' && !('catchall' in def && def.catchall)) delete jsonSchema.additionalProperties;
    // Documented as NewMessage, but judged one by one: a validator must let the others through.
    if (zodSchema === batch.shape.messages.element) jsonSchema.anyOf = [{ $ref: newMessageRef }, {}];
  },
};

/** The HTTP side as OpenAPI 3.1. */
export function openapiDocument() {
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Session API', version, description: guide(), license: { name: 'MIT', identifier: 'MIT' } },
      servers: [{ url: 'http://127.0.0.1:8787', description: 'Any provider.' }],
      security: [{ bearer: [] }],
      tags: [
        { name: 'provisioning', description: 'What a provider offers, and clean places for test runs.' },
        { name: 'tasks', description: 'Tasks and their sessions.' },
        { name: 'messages', description: 'What is said in a session.' },
        { name: 'events', description: 'Following what happens; frames in asyncapi.json.' },
        { name: 'live', description: 'Talking with a running agent; frames in asyncapi.json.' },
        { name: 'deferred', description: 'Records of live sessions, made by the client with the first message.' },
        { name: 'phases', description: 'One session for each phase of a task.' },
        { name: 'runtimes', description: 'Agents on runtimes: their tasks, and what these resume.' },
        { name: 'migration', description: 'From the old version of runtimes to the new.' },
        { name: 'node', description: 'What the provider asks of the machine that runs workspaces.' },
      ],
      paths: paths(),
      webhooks: Object.fromEntries(
        (Object.keys(nodeOperations) as NodeOperationName[]).map((name) => [
          name,
          { [methodOf(nodeOperations[name])]: nodeOperation(name) },
        ]),
      ),
      components: {
        schemas: { NewMessage: newMessage, Problem: problemDocument },
        responses: failureResponses(),
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      },
    },
    options,
  );
}

const methodOf = ({ method }: Operation) => method.toLowerCase();

function paths(): ZodOpenApiPathsObject {
  const all: ZodOpenApiPathsObject = {};
  for (const name of Object.keys(operations) as OperationName[]) {
    const operation = operations[name];
    all[operation.path] = { ...all[operation.path], [methodOf(operation)]: served(name) };
  }
  return all;
}

function served(name: OperationName): ZodOpenApiOperationObject {
  const open = access[name].nobody < 400;
  return { ...common(name), ...(open ? { security: [] } : {}), 'x-access': access[name] };
}

function nodeOperation(name: NodeOperationName): ZodOpenApiOperationObject {
  const { path, description } = nodeOperations[name];
  return {
    ...common(name),
    description: `Sent by the provider to \`{nodeUrl}${path}\`, where \`nodeUrl\` is that of the session's project. ${description}`,
    security: [],
    'x-path': path,
  };
}

function common(name: OperationName | NodeOperationName): ZodOpenApiOperationObject {
  const operation = operationOf(name);
  const { params, query, headers, body } = operation;
  const requestParams = {
    ...(Object.keys(params.shape).length > 0 ? { path: params } : {}),
    ...(query ? { query } : {}),
    ...(headers ? { header: headers } : {}),
  };
  const example = examples[name];
  return {
    operationId: name,
    tags: [operation.capability],
    summary: operation.summary,
    description: operation.description,
    ...(Object.keys(requestParams).length > 0 ? { requestParams } : {}),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: body, examples: { example: { value: example.body } } } },
          },
        }
      : {}),
    responses: { ...successes(operation, example), ...failures(operation.problems) },
    'x-capability': operation.capability,
    'x-example': `${operation.method} ${route(name, example.params, example.query).path} → ${example.status}`,
  };
}

function successes(operation: Operation, example: Example): ZodOpenApiResponsesObject {
  const entries = Object.entries(operation.answers).map(([status, schema]): [string, ZodOpenApiResponseObject] => {
    const description = STATUS_CODES[status] ?? status;
    if (!schema) return [status, { description }];
    // Where an operation has two successes they have one body, so the example serves both.
    const type = schema instanceof z.ZodString ? 'text/plain' : 'application/json';
    const content = { [type]: { schema, examples: { example: { value: example.answer } } } };
    return [status, { description, content }];
  });
  return Object.fromEntries(entries);
}

const retryAfter = {
  'Retry-After': {
    description: 'Seconds to wait, at least, before sending again.',
    required: true,
    schema: { type: 'integer' as const, minimum: 1 },
  },
};

/** One shared response for each set of problems that some operation answers with one status. */
function failures(codes: readonly ProblemCode[]): ZodOpenApiResponsesObject {
  const byStatus = [...Map.groupBy(codes, (code) => problems[code].status)].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    byStatus.map(([status, its]) => [String(status), { $ref: `#/components/responses/${its.join('.')}` }]),
  );
}

function failureResponses(): Record<string, ZodOpenApiResponseObject> {
  const all: Record<string, ZodOpenApiResponseObject> = {};
  for (const operation of Object.values<Operation>({ ...operations, ...nodeOperations })) {
    for (const [status, its] of Map.groupBy(operation.problems, (code) => problems[code].status)) {
      all[its.join('.')] ??= failure(status, its);
    }
  }
  return all;
}

function failure(status: number, codes: readonly ProblemCode[]): ZodOpenApiResponseObject {
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }], properties: { code: { enum: [...codes] } } };
  const values = codes.map((code) => [code, { value: problem(code, problems[code].meaning) }]);
  return {
    description: problemTable(codes),
    ...(status === 429 ? { headers: retryAfter } : {}),
    content: { 'application/problem+json': { schema, examples: Object.fromEntries(values) } },
    'x-definite': Object.fromEntries(codes.map((code) => [code, problems[code].definite])),
  };
}
