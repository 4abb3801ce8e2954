/** Imported first by the entry made for a worker: time and chance are replaced before the worker's own modules run. */
import { installOutbound } from './bindings.ts';
import { installBodies } from './bodies.ts';
import { installChance } from './chance.ts';
import { installTime } from './time.ts';

installTime();
installChance();
installOutbound();
installBodies();

export { useDatabases } from './bindings.ts';
export { StageDatabase } from './database.ts';
export { wrapHandler } from './handler.ts';
export { wrapObject } from './object.ts';
