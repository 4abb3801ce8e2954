import type { Pact } from '@pact-foundation/pact';
import { HandClock, HandRandom, Notebook, settle } from '../../../simulators/testing.ts';
import { socketStateName } from '../../provider/socket-state.ts';
import { operations, sockets } from '../../wire/index.ts';
import { ContractLink } from './contract-link.ts';
import type { FrameInteraction } from './interaction.ts';
import type { JsonMap } from './json.ts';
import { echoed, expressed, idsIn, injected, matching } from './matching.ts';
import { operationOfFrame, typeOf } from './references.ts';
import { values, valuesOf } from './values.ts';

/** Plays an interaction of frames: what comes through Pact is fed to the client's own handler. */
export async function playFrames(pact: Pact, interaction: FrameInteraction): Promise<void> {
  const { server, client } = sockets[interaction.socket];
  server.parse(interaction.frame);
  const promised = (said: unknown) =>
    echoed(matching(server, interaction.frame), valuesOf(interaction.given), idsIn(said));
  if (interaction.kind === 'frame') {
    const declared = described(
      pact.addAsynchronousInteraction(),
      interaction,
      operationOfFrame(interaction.socket, interaction.frame),
    );
    await declared
      .expectsToReceive(interaction.description, (message) => message.withJSONContent(promised(interaction.open)))
      .executeTest(async ({ contents }) => void (await play(interaction, contents.content)));
    return;
  }
  const asked = await play(interaction, interaction.frame);
  const declared = described(
    pact.addSynchronousInteraction(interaction.description),
    interaction,
    `${interaction.socket}.${typeOf(asked)}`,
  );
  await declared
    .withRequest((request) => request.withJSONContent(injected(matching(client, asked), values)))
    .withResponse((response) => response.withJSONContent(promised([asked, interaction.open])))
    .executeTest(async ({ Response }) => void (await play(interaction, parsed(Response[0]?.content))));
}

type Referenced<Start> = {
  given(state: string, params?: JsonMap): Start;
  reference(group: string, name: string, value: string): Start;
};

/** `operation`: what the frames are there for, as asyncapi.json says. */
function described<Start extends Referenced<Start>>(
  start: Start,
  { given, socket, open }: FrameInteraction,
  operation: string | undefined,
): Start {
  const place = { path: operations[socket].path.replace('{projectId}', values.projectId), ...open };
  const prepared = given
    .reduce((before, { state, params }) => before.given(state, params as JsonMap), start)
    .given(socketStateName, expressed(place, values) as JsonMap);
  return operation === undefined ? prepared : prepared.reference('AsyncAPI', 'operationId', operation);
}

/** Plays the client with the frame; answers what it had sent when the frame came. */
async function play(interaction: FrameInteraction, frame: unknown): Promise<unknown> {
  const clock = new HandClock();
  const link = new ContractLink(clock, null);
  const socket = () => {
    const last = link.sockets.at(-1);
    if (!last) throw new Error('the client opened no socket');
    return last;
  };
  const server = {
    accept: () => socket().handlers.open(),
    say: (said: unknown) => socket().handlers.frame(said),
    heard: () => socket().sent.at(-1),
  };
  let asked: unknown;
  let came = 0;
  const comes = async () => {
    came += 1;
    asked = structuredClone(server.heard());
    server.say(frame);
    await settle();
  };
  await interaction.run({ clock, random: new HandRandom(), link, journal: new Notebook() }, server, comes);
  if (came !== 1) throw new Error(`the frame was to come once and came ${came} times`);
  return asked;
}

const parsed = (content: unknown): unknown => (Buffer.isBuffer(content) ? JSON.parse(content.toString()) : content);
