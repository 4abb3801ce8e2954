import { daemonOperations } from './daemon-operations.ts';
import { migrationOperations } from './migration-operations.ts';
import { runtimeUserOperations } from './user-operations.ts';

/** The operations of runtimes: those of users, those of daemons, and the migration. */
export const runtimeOperations = { ...runtimeUserOperations, ...daemonOperations, ...migrationOperations } as const;

export { daemonOperations, runtimeUserOperations };
