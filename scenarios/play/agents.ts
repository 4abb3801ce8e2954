import type { Daemon } from '../../simulators/daemon/index.ts';
import type { World } from './world.ts';

/** The daemon of a runtime, up and with nothing to do. */
export async function daemonOf(world: World, runtimeId: string): Promise<Daemon> {
  const daemon = await world.daemon(runtimeId, { runtimeId });
  await daemon.start();
  await daemon.idle();
  return daemon;
}

/** An agent whose tasks are queued for the runtime of a daemon. */
export async function agentOn(world: World, { runtimeId }: Daemon): Promise<string> {
  const { agent } = await world.frontend.runtimes.createAgent({ name: 'Fixer', runtimeId });
  return agent?.agentId ?? '';
}

/** A chat with an agent. */
export async function chatWith(world: World, agentId: string): Promise<string> {
  const { chatId } = await world.frontend.runtimes.createChat({ agentId, title: 'The login page' });
  return chatId;
}

/** The daemon asks for a task now, and ends this one. */
export async function work(daemon: Daemon, { taskId }: { taskId: string }): Promise<void> {
  await daemon.idle();
  await daemon.poll();
  await daemon.finished(taskId);
}

/** Lets the run of a daemon that is held go on, to its end. */
export async function letGo(daemon: Daemon, { taskId }: { taskId: string }): Promise<void> {
  daemon.release();
  await daemon.finished(taskId);
}
