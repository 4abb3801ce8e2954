import { z } from 'zod';

/** What a client may send on the terminal socket. */
export const terminalClientFrame = z
  .strictObject({ type: z.literal('input'), data: z.string().max(65_536) })
  .meta({ id: 'input', description: 'Typed into the terminal.' });
export type TerminalClientFrame = z.infer<typeof terminalClientFrame>;

/** What the provider sends on the terminal socket. */
export const terminalServerFrame = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('output'), data: z.string() }).meta({ id: 'output' }),
    z
      .object({ type: z.literal('error'), code: z.literal('malformed_frame'), detail: z.string() })
      .meta({ id: 'terminal_error' }),
  ])
  .meta({ id: 'TerminalServerFrame' });
export type TerminalServerFrame = z.infer<typeof terminalServerFrame>;
