import type { z } from 'zod';

/** A frame as a document names it. */
export interface FrameSchema {
  type: string;
  /** Id of its schema: its type, or, where another socket has such a type too, something longer. */
  id: string;
  schema: z.ZodObject;
}

/** The frames in a schema of frames, in their order. */
export function framesOf(schema: z.ZodType): FrameSchema[] {
  if ('options' in schema) return (schema.options as z.ZodType[]).flatMap(framesOf);
  const frame = schema as z.ZodObject<{ type: z.ZodLiteral<string> }>;
  const type = frame.shape.type.value;
  return [{ type, id: frame.meta()?.id ?? type, schema: frame }];
}
