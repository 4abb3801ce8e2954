import { randomInt, randomUUID } from 'node:crypto';
import type { Journal, Ports } from '../../ports.ts';
import { RealClock } from './clock.ts';
import { type Listening, listen } from './listen.ts';
import { Requests } from './request.ts';
import { openSocket } from './socket.ts';

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
  const url = new URL(baseUrl);
  const requests = new Requests(url, connections);
  const clock = new RealClock();
  const sockets = new Set<{ terminate(): void }>();
  const listening = new Set<Listening>();
  return {
    clock,
    journal,
    random: { uuid: randomUUID, fraction: () => randomInt(2 ** 47) / 2 ** 47 },
    link: {
      request: (call) => requests.send(call),
      connect(call, handlers) {
        const socket = openSocket(url, call, {
          open: () => handlers.open(),
          frame: (frame) => handlers.frame(frame),
          close(code, reason) {
            sockets.delete(socket);
            handlers.close(code, reason);
          },
        });
        sockets.add(socket);
        return socket;
      },
      async listen(handle) {
        const server = await listen(handle);
        listening.add(server);
        return server;
      },
    },
    async close() {
      clock.stop();
      for (const socket of sockets) socket.terminate();
      await Promise.all([requests.close(), ...[...listening].map((server) => server.close())]);
    },
  };
}
