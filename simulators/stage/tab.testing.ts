import type { FaultPlanInput } from '../../contracts/trace/index.ts';
import type { ClientFrame } from '../../contracts/wire/index.ts';
import type { Socket } from '../ports.ts';
import { type ScriptedSocket, TestStage } from './testing.ts';

const call = { operation: 'events' as const, params: { projectId: '6f1d3c52-0b8e-4a57-9c1e-2f4f3a7d9b10' } };
export const [subscribed, pong, unsubscribed] = [
  { type: 'subscribed', sessionId: null, cursor: 0 },
  { type: 'pong' },
  { type: 'unsubscribed', sessionId: null },
];
export const [subscribe, ping, unsubscribe]: [ClientFrame, ClientFrame, ClientFrame] = [
  { type: 'subscribe', sessionId: null, after: 0 },
  { type: 'ping' },
  { type: 'unsubscribe', sessionId: null },
];

/** One socket of a frontend, and what is seen at both of its ends. */
export class Tab {
  readonly stage: TestStage;
  /** What the actor was told: `open`, types of frames, `close` with its code and reason. */
  readonly heard: string[] = [];
  #socket: Socket | undefined;

  constructor(plan: FaultPlanInput = [], seed = 1) {
    this.stage = new TestStage(plan, seed);
  }

  open(wanted?: 'wrong on purpose'): this {
    this.#socket = this.stage.link('frontend', wanted).connect(call, {
      open: () => this.heard.push('open'),
      frame: (frame) => this.heard.push((frame as { type?: string }).type ?? String(frame)),
      close: (code, reason) => this.heard.push(`close ${code} ${reason}`.trim()),
    });
    return this;
  }

  get socket(): Socket {
    if (!this.#socket) throw new Error('Not opened.');
    return this.#socket;
  }

  get target(): ScriptedSocket {
    const [socket] = this.stage.transport.sockets;
    if (!socket) throw new Error('Never came in.');
    return socket;
  }

  /** Opens it, takes a step, and lets everything happen; then what came of the step, a line an event. */
  async after(step: () => void, wait = 0): Promise<string[]> {
    const { scheduler } = this.stage.network;
    let opened = 0;
    await this.stage.play(async () => {
      this.open();
      await scheduler.settle();
      opened = this.stage.lines.length;
      step();
      await scheduler.settle();
      if (wait > 0) await scheduler.advance(wait);
    });
    return this.stage.lines.slice(opened);
  }
}
