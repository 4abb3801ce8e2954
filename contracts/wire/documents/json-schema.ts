import { z } from 'zod';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A document as it stands on disk: two spaces, in the order it was built, one newline at the end. */
export function render(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/**
 * JSON Schema (2020-12) of a format on disk. Defaults may be left out and unknown fields are allowed
 * wherever the zod schema allows them.
 */
export function formatSchema(title: string, schema: z.ZodType): JsonObject {
  const { $schema, ...rest } = plain(z.toJSONSchema(schema, { io: 'input' }));
  return { $schema: $schema ?? null, title, ...rest };
}

/** The named schemas reachable from `root`, with references as AsyncAPI and OpenAPI write them. */
export function namedSchemas(root: z.ZodType): JsonObject {
  const { definitions } = plain(z.toJSONSchema(root, { io: 'input', target: 'draft-7' }));
  const text = JSON.stringify(definitions).replaceAll('"#/definitions/', '"#/components/schemas/');
  return JSON.parse(text) as JsonObject;
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as JsonObject;
