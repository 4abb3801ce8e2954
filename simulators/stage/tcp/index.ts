import { randomInt, randomUUID } from 'node:crypto';
import type { Journal, Ports } from '../../ports.ts';
import { tcpTransport } from '../transport.ts';
import { RealClock } from './clock.ts';
import { PlainLink } from './link.ts';

export interface TcpOptions {
  /** Where the API is; its path comes before every path of the contract. */
  baseUrl: string;
  /** Default: nothing is kept. */
  journal?: Journal;
  /** Connections for requests, at most. Default 64. */
  connections?: number;
}

/** The ports of a simulator in the real world: real time, real chance, plain sockets. */
export interface TcpPorts extends Ports {
  /** Cancels timers, breaks connections, stops listening. */
  close(): Promise<void>;
}

const silent: Journal = { verb() {}, report() {} };

/** Makes the ports of one simulator that talks to the API at `baseUrl`. */
export function tcpPorts({ baseUrl, journal = silent, connections = 64 }: TcpOptions): TcpPorts {
  const link = new PlainLink(tcpTransport(baseUrl, { connections, handshakeTimeout: 10_000 }));
  const clock = new RealClock();
  return {
    clock,
    journal,
    link,
    random: { uuid: randomUUID, fraction: () => randomInt(2 ** 47) / 2 ** 47 },
    close() {
      clock.stop();
      return link.close();
    },
  };
}
