import { type Adapter, adapters, OptionTrouble, readOptions } from '../../simulators/stage/adapters/index.ts';
import { type AdapterChoice, CannotRun } from './run-types.ts';
import { adviceFor, loadUserModule } from './user-module.ts';

/**
 * The adapter that was chosen, with its options read.
 *
 * @throws CannotRun where there is none, its file cannot be loaded, or an option is wrong
 */
export async function resolveAdapter({
  from,
  options = {},
  env = {},
}: AdapterChoice): Promise<{ adapter: Adapter; options: Record<string, unknown> }> {
  const adapter = await findAdapter(from);
  try {
    return { adapter, options: readOptions(adapter, options, env) };
  } catch (error) {
    throw error instanceof OptionTrouble ? new CannotRun(error.message) : error;
  }
}

/** @throws CannotRun where there is none, or its file cannot be loaded */
export async function findAdapter(from: string | Adapter): Promise<Adapter> {
  if (typeof from !== 'string') return from;
  const known = adapters.find(({ name }) => name === from);
  if (known) return known;
  if (!/[/\\]|\.[mc]?[jt]s$/.test(from)) {
    const names = adapters.map(({ name }) => name).join(', ');
    throw new CannotRun(
      `Failed to use the adapter ${from}: there is none of that name. Give ${names}, or a file such as ./adapter.ts.`,
    );
  }
  const loaded = await loadUserModule(from).catch((error: unknown) => {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new CannotRun(`Failed to load the adapter ${from}: ${reason.replace(/\.$/, '')}. ${adviceFor(reason)}`);
  });
  if (isAdapter(loaded)) return loaded;
  throw new CannotRun(
    `Failed to load the adapter ${from}: it exports none. Write "export default defineAdapter({ … })".`,
  );
}

function isAdapter(value: unknown): value is Adapter {
  return (
    typeof value === 'object' && value !== null && 'capabilities' in value && 'guarantees' in value && 'has' in value
  );
}
