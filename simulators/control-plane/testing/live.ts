/** A tab as the tests of live sessions have it: every frame it gets is checked against the contract. */
import { randomUUID } from 'node:crypto';
import WebSocket from 'ws';
import { type LiveClientFrame, type LiveServerFrame, liveServerFrame } from '../../../contracts/wire/index.ts';
import type { Setup } from './setup.ts';

type Type = LiveServerFrame['type'];
type Typed<T extends Type> = Extract<LiveServerFrame, { type: T }>;

/** A live socket, on which nothing was said yet. */
export async function openTab({ worker, project }: Setup) {
  const frames: LiveServerFrame[] = [];
  let wake = () => {};
  let closed: number | null = null;
  const url = `${worker.url}/v1/projects/${project.projectId}/live`.replace('http', 'ws');
  // The types of ws do not know closeTimeout yet; without it a close by the server takes ten seconds to be noticed.
  const socket = new WebSocket(url, { closeTimeout: 50 } as WebSocket.ClientOptions);
  socket.on('message', (data) => {
    frames.push(liveServerFrame.parse(JSON.parse(String(data))));
    wake();
  });
  socket.on('close', (code) => {
    closed = code;
    wake();
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  let taken = 0;
  async function holds(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  const tab = {
    frames,
    send: (frame: LiveClientFrame | object) => socket.send(JSON.stringify(frame)),
    /** The next frame of this type that was not taken yet; what came before it is passed over. */
    async next<T extends Type>(type: T): Promise<Typed<T>> {
      const at = () => frames.findIndex((frame, index) => index >= taken && frame.type === type);
      await holds(() => at() >= 0 || closed !== null);
      const frame = frames[at()];
      if (!frame) throw new Error(`The socket was closed (${closed}) while waiting for ${type}.`);
      taken = at() + 1;
      return frame as Typed<T>;
    },
    async ask<T extends Type>(frame: LiveClientFrame, answer: T): Promise<Typed<T>> {
      tab.send(frame);
      return tab.next(answer);
    },
    /** The code the socket is closed with by the other side. */
    async closing(): Promise<number | null> {
      await holds(() => closed !== null);
      return closed;
    },
    close: () => socket.close(),
  };
  return tab;
}
export type Tab = Awaited<ReturnType<typeof openTab>>;

export const helloOf = (token: string) =>
  ({ type: 'hello', protocolVersion: 1, token, sessionId: null }) satisfies LiveClientFrame;

/** A tab of the user of the project, or of whoever has the token. */
export async function connectTab(setup: Setup, token = setup.project.user): Promise<Tab> {
  const tab = await openTab(setup);
  await tab.ask(helloOf(token), 'connected');
  return tab;
}

export function promptOf(sessionId: string, prompt: string, resume: 'first' | 'resume' = 'first') {
  return { type: 'send', sessionId, clientMsgId: randomUUID(), prompt, resume: resume === 'resume' } as const;
}

/** A record without a message. */
export async function newSession({ project }: Setup): Promise<string> {
  const sessionId = randomUUID();
  await project.as('createLiveSession', { params: { sessionId }, body: {} });
  return sessionId;
}
