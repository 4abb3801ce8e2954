import type { PermissionMode } from '../../../../contracts/wire/index.ts';

/** Permission modes there. `plan` is one more in which the agent asks. */
const modes = { ask: 'default', agent: 'acceptEdits', auto: 'bypassPermissions' } as const;

export function foreignMode(mode: PermissionMode): string {
  return modes[mode];
}

/** Where none is told, it is that of a new session. */
export function modeOf(foreign: string | undefined): PermissionMode {
  if (foreign === modes.agent) return 'agent';
  return foreign === modes.auto ? 'auto' : 'ask';
}
