import { z } from 'zod';
import type { LiveMetadata } from '../../../../contracts/wire/index.ts';

/** What agentcmd says, as far as the adapter reads it. Times are milliseconds since 1970 once they are read. */
const time = z.union([z.int(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))]);

const metadata = z
  .object({
    totalTokens: z.int().nonnegative(),
    messageCount: z.int().nonnegative(),
    lastMessageAt: time.nullish(),
    firstMessagePreview: z.string().nullish(),
  })
  .transform(
    ({ totalTokens, messageCount, lastMessageAt, firstMessagePreview }): LiveMetadata => ({
      totalTokens,
      messageCount,
      lastMessageAt: lastMessageAt ?? null,
      // Before the first message it is empty there.
      firstMessagePreview: firstMessagePreview || null,
    }),
  );

export const record = z.object({
  id: z.string(),
  permission_mode: z.string().optional(),
  metadata,
  created_at: time,
  updated_at: time,
});
export type SessionRecord = z.output<typeof record>;

const block = z.looseObject({ type: z.string() });
export const message = z.object({
  id: z.string(),
  role: z.string(),
  content: z.union([z.string().transform((text) => [{ type: 'text', text }] as Block[]), z.array(block)]),
  timestamp: time.optional(),
});
export type Block = z.output<typeof block>;
export type AgentMessage = z.output<typeof message>;

/** Every answer that is a success. */
export const data = <Schema extends z.ZodType>(schema: Schema) => z.object({ data: schema });

/** What happens in a session, on whichever socket it is told. */
export type Said =
  | { type: 'stream'; message: AgentMessage }
  /** Without metadata: it was cancelled. */
  | { type: 'complete'; metadata: LiveMetadata | null }
  | { type: 'error'; text: string; code: string | undefined };

const completed = z.union([
  z.object({ cancelled: z.literal(true) }).transform((): Said => ({ type: 'complete', metadata: null })),
  z
    .object({ session: z.object({ metadata }) })
    .transform(({ session }): Said => ({ type: 'complete', metadata: session.metadata })),
]);

/** Frames of the one socket that are about a session, by their type. Others say nothing that the contract knows. */
export const channelFrames: Readonly<Record<string, z.ZodType<Said>>> = {
  'session.stream_output': z.object({ message }).transform((said): Said => ({ type: 'stream', message: said.message })),
  'session.message_complete': completed,
  'session.error': z
    .object({ error: z.string(), code: z.string().optional() })
    .transform(({ error, code }): Said => ({ type: 'error', text: error, code })),
};

/** Frames of a session's own socket. */
export const sessionFrames: Readonly<Record<string, z.ZodType<Said>>> = {
  stream_output: z.object({ data: message }).transform((said): Said => ({ type: 'stream', message: said.data })),
  message_complete: z.object({ metadata }).transform((said): Said => ({ type: 'complete', metadata: said.metadata })),
  error: z
    .object({ message: z.string() })
    .transform((said): Said => ({ type: 'error', text: said.message, code: undefined })),
};

export const envelope = z.object({ channel: z.string(), type: z.string(), data: z.unknown() });
export const connected = z.object({ timestamp: time });
export const subscription = z.object({ channel: z.string(), error: z.string().optional() });

/** The text of a message: that of its blocks, one after the other. */
export function textOf(content: readonly Block[]): string {
  return content.map((part) => (part.type === 'text' && typeof part.text === 'string' ? part.text : '')).join('');
}

/** Is it something that a user said? Results of tools have the role of the user, too. */
export function isPrompt({ role, content }: AgentMessage): boolean {
  return role === 'user' && !content.some(({ type }) => type === 'tool_result');
}
