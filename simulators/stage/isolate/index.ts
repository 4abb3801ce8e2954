/** Imported first by the entry made for a worker: time and chance are replaced before the worker's own modules run. */
import { installAccepted } from './accepted.ts';
import { installOutbound } from './bindings.ts';
import { installBodies } from './bodies.ts';
import { installCaches } from './caches.ts';
import { installChance } from './chance.ts';
import { installLogs, useOwnEnd } from './logs.ts';
import { installTime } from './time.ts';

installTime();
installChance();
installOutbound();
installBodies();
installAccepted();
installCaches();
installLogs();
useOwnEnd(new Error().stack);

export { useDatabases, useServices, useStoreNames, useStores, wrapEnvironment } from './bindings.ts';
export { StageDatabase, useMigrations } from './database.ts';
export { wrapEntrypoint } from './entrypoint.ts';
export { wrapHandler } from './handler.ts';
export { wrapObject } from './object.ts';
export { StageStore } from './store.ts';
