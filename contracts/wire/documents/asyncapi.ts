import { z } from 'zod';
import { liveAccess } from '../access.ts';
import { type clientFrame, feedFrame } from '../frames.ts';
import { liveEventTypes } from '../live/events.ts';
import { liveAnswers } from '../live/frames.ts';
import type { TerminalClientFrame } from '../live/terminal.ts';
import { operations } from '../operations.ts';
import { type SocketName, sockets } from '../sockets.ts';
import { eventsGuide } from './events-guide.ts';
import { frameExamples } from './examples.ts';
import { type FrameSchema, framesOf } from './frames-of.ts';
import { namedSchemas } from './json-schema.ts';
import { liveGuide } from './live-guide.ts';
import { version } from './version.ts';

interface Channel {
  title: string;
  /** Frame of a client → the frames of which one answers it. None: nothing is answered, but a frame that is refused. */
  answers: Record<string, readonly string[]>;
  /** What the provider sends unasked. */
  sends: Record<string, { summary: string; types: readonly string[] }>;
}

interface Ref {
  $ref: string;
}

interface DocumentedOperation {
  action: 'receive' | 'send';
  summary: string;
  channel: Ref;
  messages: Ref[];
  reply?: { channel: Ref; messages: Ref[] };
}

const channels: Record<SocketName, Channel> = {
  events: {
    title: 'Events of a project',
    answers: {
      subscribe: ['subscribed'],
      unsubscribe: ['unsubscribed'],
      ping: ['pong'],
    } satisfies Record<z.infer<typeof clientFrame>['type'], readonly string[]>,
    sends: {
      feed: {
        summary: 'Entries of the feed, to every socket with a subscription that covers them, in order of cursor.',
        types: framesOf(feedFrame).map(({ type }) => type),
      },
    },
  },
  live: {
    title: 'Live sessions of a project',
    answers: Object.fromEntries(Object.entries(liveAnswers).map(([type, its]) => [type, its.split(' or ')])),
    sends: {
      durable: {
        summary: 'Durable events, to every socket that watches the session, in order of seq.',
        types: [...liveEventTypes],
      },
      stream: {
        summary: 'A reply on its way, to every socket that watches the session. Not durable.',
        types: ['message_start', 'chunk'],
      },
      takeover: { summary: 'To the socket that sent in the session before.', types: ['session_takeover'] },
    },
  },
  terminal: {
    title: 'A terminal in a project',
    answers: { input: [] } satisfies Record<TerminalClientFrame['type'], readonly string[]>,
    sends: { screen: { summary: 'What the terminal shows, in order.', types: ['output'] } },
  },
};

const names = Object.keys(channels) as SocketName[];
const framesIn = (name: SocketName): FrameSchema[] => [
  ...framesOf(sockets[name].client),
  ...framesOf(sockets[name].server),
];

/** The sockets as AsyncAPI 3.0, seen from the provider: it receives what clients send. */
export function asyncapiDocument() {
  return {
    asyncapi: '3.0.0',
    info: { title: 'Session API: the sockets', version, description: guides() },
    defaultContentType: 'application/json',
    servers: {
      provider: {
        host: '127.0.0.1:8787',
        protocol: 'ws',
        description: 'Any provider; `wss` where HTTP is `https`. The live socket needs no token to be opened.',
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels: Object.fromEntries(names.map((name) => [name, channel(name)])) as Record<
      SocketName,
      ReturnType<typeof channel>
    >,
    operations: Object.fromEntries(names.flatMap((name) => [...received(name), ...sent(name)])),
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Or the subprotocol `token.<token>`.' },
      },
      messages: Object.fromEntries(
        names.flatMap((name) => framesIn(name).map((frame) => [frame.id, message(name, frame)])),
      ),
      schemas: namedSchemas(z.union(names.flatMap((name) => [sockets[name].client, sockets[name].server]))),
    },
  };
}

function channel(name: SocketName) {
  const { path, description } = operations[name];
  return {
    address: path,
    title: channels[name].title,
    description,
    parameters: { projectId: { description: 'Id of the project, a UUID.' } },
    messages: Object.fromEntries(framesIn(name).map(({ type, id }) => [type, { $ref: `#/components/messages/${id}` }])),
    bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
  };
}

const inChannel = (name: SocketName) => (type: string) => ({ $ref: `#/channels/${name}/messages/${type}` });

function received(name: SocketName): [string, DocumentedOperation][] {
  const $ref = `#/channels/${name}`;
  return Object.entries(channels[name].answers).map(([type, its]) => {
    const answers = [...its, 'error'];
    const reply = { channel: { $ref }, messages: answers.map(inChannel(name)) };
    const summary =
      its.length > 0
        ? `Answered by exactly one of: ${answers.join(', ')}. A frame that is not as its schema says is answered by error.`
        : 'Not answered; a frame that is not as its schema says is, by error.';
    return [
      `${name}.${type}`,
      {
        action: 'receive',
        summary,
        channel: { $ref },
        messages: [inChannel(name)(type)],
        ...(its.length > 0 ? { reply } : {}),
        ...(type === 'hello' ? { 'x-access': liveAccess } : {}),
      },
    ];
  });
}

function sent(name: SocketName): [string, DocumentedOperation][] {
  const { sends } = channels[name];
  // What is no frame of a client answers none of them.
  const refusal = {
    refusal: { summary: 'What the client sent was refused, and is no frame with a reply.', types: ['error'] },
  };
  return Object.entries({ ...sends, ...refusal }).map(([key, { summary, types }]) => [
    `${name}.${key}`,
    { action: 'send', summary, channel: { $ref: `#/channels/${name}` }, messages: types.map(inChannel(name)) },
  ]);
}

function message(name: SocketName, { type, id }: FrameSchema) {
  return {
    name: type,
    contentType: 'application/json',
    payload: { $ref: `#/components/schemas/${id}` },
    examples: [{ name: type, payload: frameExamples[name][type] }],
  };
}

function guides(): string {
  return `The sockets of the session API. The HTTP side, its conventions, tokens and limits are in openapi.json beside this document.

# The events socket
${eventsGuide()}
# The live socket
${liveGuide()}
# The terminal socket
\`GET /v1/projects/{projectId}/terminal\` is opened and refused like the events socket. It has a life of its own: nothing that happens to live sessions or their socket touches it (WEB-15).
\`input\` is what was typed, at most 65 536 characters a frame, and \`output\` what the terminal shows; one is not the answer to the other. What is typed is handled in order. A frame that is none is answered by \`error\` with \`malformed_frame\`, and the terminal goes on (SAFE-2).
Where the provider says \`echo\`, the output is what was typed. A terminal ends with its socket and is not resumed; once its token has expired a provider may close it (4401).
`;
}
