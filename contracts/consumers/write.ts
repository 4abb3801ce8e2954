import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pact } from '@pact-foundation/pact';
import { provider } from '../provider/pact-files.ts';
import { playFrames } from './toolkit/frames.ts';
import { playHttp } from './toolkit/http.ts';
import type { Consumer, Interaction } from './toolkit/interaction.ts';

/** One pact, as it is written. */
export interface WrittenPact {
  /** `{consumer}-session-api.json`. */
  file: string;
  text: string;
  interactions: number;
}

/**
 * Plays the clients of the consumers, one after another, and answers their pacts: the same text each time.
 * @throws Error where a client does not take an answer as it should, or two interactions would be one in the pact
 */
export async function writePacts(consumers: readonly Consumer[]): Promise<WrittenPact[]> {
  // A folder of its own: Pact merges into what it finds.
  const folder = await mkdtemp(join(tmpdir(), 'rehearse-pacts-'));
  try {
    const written: WrittenPact[] = [];
    for (const consumer of consumers) written.push(await writePact(consumer, folder));
    return written;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writePact({ name, interactions }: Consumer, folder: string): Promise<WrittenPact> {
  refuseRepeats(name, interactions);
  const pact = new Pact({ consumer: name, provider, dir: folder, logLevel: 'error' });
  for (const interaction of interactions) {
    try {
      await (interaction.kind === 'http' ? playHttp(pact, interaction) : playFrames(pact, interaction));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`Failed to write the pact of ${name}: "${interaction.description}": ${why}`, { cause: error });
    }
  }
  const file = (await readdir(folder)).find((entry) => entry.startsWith(`${name}-`)) ?? '';
  const text = await readFile(join(folder, file), 'utf8');
  const count = (JSON.parse(text) as { interactions: unknown[] }).interactions.length;
  if (count !== interactions.length) {
    throw new Error(
      `Failed to write the pact of ${name}: it has ${count} interactions, and ${interactions.length} were played.`,
    );
  }
  return { file, text: `${text.trimEnd()}\n`, interactions: count };
}

/** Pact would let the later of two overwrite the earlier, without a word. */
function refuseRepeats(name: string, interactions: readonly Interaction[]): void {
  const seen = new Set<string>();
  for (const { description } of interactions) {
    if (seen.has(description)) {
      throw new Error(
        `Failed to write the pact of ${name}: "${description}" is there twice. Describe each in its own words.`,
      );
    }
    seen.add(description);
  }
}
