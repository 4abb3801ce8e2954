import { type Route, type RoutedState, routes, routingOutcomes } from '../../contracts/wire/index.ts';
import type { Caller } from '../play/caller.ts';
import { type Scenario, scenario } from '../play/scenario.ts';
import type { World } from '../play/world.ts';

/** States in which a loop is registered as long as nothing goes wrong. */
const withLoop: ReadonlySet<RoutedState> = new Set(['STARTING', 'ACTIVE', 'DETACHED', 'SUSPENDED', 'CLOSING']);

/** Somebody with one open live socket, who sends exactly what it is told. */
interface Tab {
  caller: Caller;
  say(frame: Record<string, unknown>): Promise<unknown>;
}

async function tabOf(world: World, name: string): Promise<Tab> {
  const caller = world.caller(name, world.userToken);
  const socket = await caller.connect(world.projectId);
  return { caller, say: (frame) => caller.say(socket, JSON.stringify(frame)) };
}

/** Brings a session into a state; what it runs then is a reply of most of a second. */
async function bring(world: World, tab: Tab, state: RoutedState): Promise<string> {
  const sessionId = tab.caller.uuid();
  if (state === 'unknown') return sessionId;
  await tab.caller.ask('createLiveSession', { projectId: world.projectId, sessionId }, { body: {} });
  if (state === 'CREATED') return sessionId;
  const prompt = state === 'ENDED' ? 'Hello' : '/count 8';
  await tab.say({ type: 'send', sessionId, clientMsgId: tab.caller.uuid(), prompt, resume: false });
  if (state === 'STARTING') await tab.caller.heard({ type: 'session_state', state });
  if (state === 'STARTING') return sessionId;
  await world.clock.advance('500 ms');
  if (state === 'DETACHED') await tab.say({ type: 'unwatch', sessionId });
  if (state === 'SUSPENDED') await tab.say({ type: 'suspend', sessions: [{ sessionId, lastSeq: 1 }] });
  if (state === 'CLOSING' || state === 'ENDED') await tab.say({ type: 'stop', sessionId });
  if (state === 'ENDED') await world.clock.advance('2 seconds');
  return sessionId;
}

function frameOf({ operation, state }: Route, sessionId: string, clientMsgId: string): Record<string, unknown> {
  if (operation === 'switch_session') return { type: operation, sessionId, after: null };
  if (operation === 'reconnect') return { type: operation, sessions: [{ sessionId, lastSeq: 0 }] };
  const prompt = { type: operation, sessionId, clientMsgId, prompt: 'Again' };
  return operation === 'send' ? { ...prompt, resume: state !== 'CREATED' && state !== 'unknown' } : prompt;
}

function cell(route: Route): Scenario {
  const { operation, state, registered, outcome } = route;
  const diverges = withLoop.has(state) !== (registered === 'loop');
  const name = `${operation.replace('_', '-')}-${state.toLowerCase()}-${registered === 'loop' ? 'loop' : 'no-loop'}`;
  return scenario(`routing/${name}`, {
    title: `${operation} in ${state} with ${registered === 'loop' ? 'a loop' : 'no loop'} registered: ${routingOutcomes[outcome]}`,
    requirements: ['LIVE-18'],
    needs: ['live', 'deferred', 'echo'],
    faults: diverges
      ? [
          {
            where: { actor: 'caller:second', frame: operation },
            fault: { kind: 'registry-diverged', how: registered === 'loop' ? 'stale' : 'lost' },
          },
        ]
      : [],
    checks: ['routed-by-the-table'],
    async play(world) {
      const first = await tabOf(world, 'first');
      const second = await tabOf(world, 'second');
      const sessionId = await bring(world, first, state);
      await second.say(frameOf(route, sessionId, second.caller.uuid()));
      await world.clock.advance('2 seconds');
    },
  });
}

/** The table of the contract, one scenario for each of its cells (LIVE-18). */
export default routes.map(cell);
