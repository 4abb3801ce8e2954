import { z } from 'zod';
import { clientFrame, feedFrame, serverFrame } from '../frames.ts';
import { operations } from '../operations.ts';
import { eventsGuide } from './events-guide.ts';
import { frameExamples } from './examples.ts';
import { namedSchemas } from './json-schema.ts';
import { version } from './version.ts';

const answersTo = {
  subscribe: ['subscribed', 'error'],
  unsubscribe: ['unsubscribed'],
  ping: ['pong'],
} as const satisfies Record<z.infer<typeof clientFrame>['type'], readonly string[]>;
const feedTypes = feedFrame.options.map((option) => option.shape.type.value);

const inChannel = (type: string) => ({ $ref: `#/channels/events/messages/${type}` });

function message(type: string) {
  return {
    name: type,
    contentType: 'application/json',
    payload: { $ref: `#/components/schemas/${type}` },
    examples: [{ name: type, payload: frameExamples[type] }],
  };
}

/** The events socket as AsyncAPI 3.0, seen from the provider: it receives what clients send. */
export function asyncapiDocument() {
  const asked = Object.keys(answersTo) as (keyof typeof answersTo)[];
  const answers = [...new Set(asked.flatMap((type) => answersTo[type]))];
  const types = [...asked, ...answers, ...feedTypes];
  const messages = Object.fromEntries(types.map((type) => [type, { $ref: `#/components/messages/${type}` }]));
  return {
    asyncapi: '3.0.0',
    info: { title: 'Session API: the events socket', version, description: eventsGuide() },
    defaultContentType: 'application/json',
    servers: {
      provider: {
        host: '127.0.0.1:8787',
        protocol: 'ws',
        description: 'Any provider; `wss` where HTTP is `https`.',
        security: [{ $ref: '#/components/securitySchemes/bearer' }],
      },
    },
    channels: {
      events: {
        address: operations.events.path,
        title: 'Events of a project',
        description: operations.events.description,
        parameters: { projectId: { description: 'Id of the project, a UUID.' } },
        messages,
        bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      ...Object.fromEntries(
        asked.map((type) => [
          type,
          {
            action: 'receive',
            summary: `Answered by exactly one of: ${answersTo[type].join(', ')}. A frame that is not as its schema says is answered by error.`,
            channel: { $ref: '#/channels/events' },
            messages: [inChannel(type)],
            reply: {
              channel: { $ref: '#/channels/events' },
              messages: [...new Set([...answersTo[type], 'error'])].map(inChannel),
            },
          },
        ]),
      ),
      feed: {
        action: 'send',
        summary: 'Entries of the feed, to every socket with a subscription that covers them, in order of cursor.',
        channel: { $ref: '#/channels/events' },
        messages: feedTypes.map(inChannel),
      },
    },
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Or the subprotocol `token.<token>`.' },
      },
      messages: Object.fromEntries(types.map((type) => [type, message(type)])),
      schemas: namedSchemas(z.union([clientFrame, serverFrame])),
    },
  };
}
