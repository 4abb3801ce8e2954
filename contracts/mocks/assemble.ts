import { HttpMock, type Mock, type MockOptions } from './mock.ts';
import { readPact } from './pact.ts';
import { Scripts } from './script.ts';
import { SocketMock } from './sockets.ts';
import { Switches } from './switches.ts';

/** The parts of a mock, whatever library carries its requests and frames. */
export interface Assembled {
  mock: Mock;
  requests: HttpMock;
  sockets: SocketMock;
}

/** @throws Error where it is no Pact V4 document, or where states or scripts name what it does not have */
export function assemble(given: unknown, { states = [], scripts = {}, onUnhandled }: MockOptions): Assembled {
  const pact = readPact(given);
  const unhandled: string[] = [];
  const miss = (message: string) => {
    unhandled.push(message);
    onUnhandled?.(message);
  };
  const switches = new Switches(pact);
  const steps = new Scripts({
    requests: pact.http.map(({ description }) => description),
    frames: [...pact.exchanges, ...pact.frames].map(({ description }) => description),
  });
  const parts = { pact, switches, scripts: steps, unhandled: miss };
  const requests = new HttpMock(parts);
  const sockets = new SocketMock(parts);
  const start = () => {
    switches.use(states);
    for (const [description, script] of Object.entries(scripts)) steps.set(description, script);
  };
  start();
  return {
    mock: {
      use: (on) => switches.use(on),
      script: (description, ...script) => steps.set(description, script),
      reset() {
        for (const seen of [requests.requests, sockets.received, unhandled]) seen.length = 0;
        steps.clear();
        start();
      },
      requests: requests.requests,
      unhandled,
    },
    requests,
    sockets,
  };
}
