import { request } from 'undici';
import { shellWord } from '../../../contracts/shell-word.ts';
import { onStage, raiseOutside, type Target } from '../targets.ts';
import { tcpTransport } from '../transport.ts';
import type { Adapter } from './adapter.ts';
import { isSecret } from './secrets.ts';
import { AdapterTransport } from './transport.ts';

/** The administrator of a play on an adapter: it provides by itself, and asks for no such token. */
const nobody = 'administrator-of-the-adapter';

/**
 * A system that an adapter speaks to, running already, on real time.
 *
 * @param options as `readOptions` read them
 * @param lanes scenarios side by side; no more than the adapter bears
 * @param from how a user names it: its name, or a file
 */
export function adapterTarget(
  adapter: Adapter,
  options: Record<string, unknown>,
  lanes: number,
  from: string = adapter.name,
): Target {
  const url = adapter.baseUrl(options).replace(/\/$/, '');
  return {
    name: `${adapter.name} at ${url}`,
    control: 'outside',
    lanes: Math.min(lanes, adapter.lanes),
    flags: flagsOf(from, adapter.options, options),
    adapter,
    async isReachable() {
      try {
        const answer = await request(url, { headersTimeout: 5000, bodyTimeout: 5000 });
        await answer.body.dump();
        return true;
      } catch {
        return false;
      }
    },
    async lane() {
      const inner = tcpTransport(url, onStage);
      return {
        adminToken: nobody,
        raise: async (about) =>
          raiseOutside(about, (network) => new AdapterTransport(adapter, options, inner, network)),
        stop: () => inner.close(),
      };
    },
  };
}

/** What repeats the choice on a command line; credentials come from the environment. */
function flagsOf(from: string, schema: Adapter['options'], options: Record<string, unknown>): string {
  const shown = Object.entries(options).filter(([key]) => !isSecret(schema.shape[key]));
  const given = shown.map(([key, value]) => ` --adapter-option ${shellWord(`${key}=${String(value)}`)}`);
  return ` --adapter ${shellWord(from)}${given.join('')}`;
}
