import { describe, expect, test } from 'vitest';
import { frameExamples } from '../../../wire/documents/examples.ts';
import type { SocketName } from '../../../wire/index.ts';
import type { FrameInteraction } from '../../toolkit/interaction.ts';
import { strange } from '../../toolkit/values.ts';
import { writePacts } from '../../write.ts';
import { frames } from './index.ts';

interface Content {
  contents: { content: { type: string } };
}
interface Written {
  interactions: { request?: Content; response?: Content[] }[];
}

/** The types of all frames in the pact of these interactions. */
async function typesIn(interactions: readonly FrameInteraction[]): Promise<Set<string>> {
  const [pact] = await writePacts([{ name: 'frontend', interactions }]);
  const { interactions: written } = JSON.parse(pact?.text ?? '') as Written;
  return new Set([
    ...interactions.map(({ frame }) => String(frame.type)),
    ...written.flatMap(({ request }) => (request ? [request.contents.content.type] : [])),
  ]);
}

/** Of each socket a frame that says nothing to a client that did not ask for it. */
const idle: Record<SocketName, Record<string, unknown>> = {
  events: { type: 'unsubscribed', sessionId: strange(77) },
  live: { type: 'unwatched', sessionId: strange(77) },
  terminal: { type: 'output', data: '' },
};

describe('The frames of the frontend', () => {
  test.each<[SocketName, string[]]>([
    ['events', []],
    // The chat watches by `switch_session`, by `reconnect` and by its prompts.
    ['live', ['watch', 'watched']],
    // Nothing answers what is typed.
    ['terminal', ['input', 'error']],
  ])(
    'Every frame of the %s socket is in the pact, but for those that the client neither says nor looks at',
    async (socket, left) => {
      const types = await typesIn(frames.filter((interaction) => interaction.socket === socket));
      const known = Object.keys(frameExamples[socket]).filter((type) => !left.includes(type));
      expect([...types].sort()).toEqual(known.sort());
    },
  );

  // An `unsubscribed` changes nothing for a client that has forgotten its subscription already.
  test.each(frames.filter(({ frame }) => frame.type !== 'unsubscribed'))(
    'A client that does not take it is noticed: $description',
    async (interaction) => {
      const untaken = { ...interaction, frame: idle[interaction.socket] };
      await expect(writePacts([{ name: 'frontend', interactions: [untaken] }])).rejects.toThrow(
        `"${interaction.description}"`,
      );
    },
  );
});
