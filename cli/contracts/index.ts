import type { Command } from 'commander';
import type { Door } from '../io.ts';
import { addCanIDeploy } from './can-i-deploy.ts';
import { addCompare } from './compare.ts';
import { addPublish } from './publish.ts';
import { addVerify } from './verify.ts';
import { addWrite } from './write.ts';

/** `rehearse contracts`: the pacts, and what is done with them. */
export function addContracts(program: Command, door: Door): void {
  const contracts = program
    .command('contracts')
    .description('Write pacts, verify providers against them, and share them')
    .addHelpText(
      'after',
      `
Examples:
  rehearse contracts verify
  rehearse contracts verify --provider-url http://127.0.0.1:8787 --states-url http://127.0.0.1:8788/states`,
    );
  addVerify(contracts, door);
  addWrite(contracts, door);
  addCompare(contracts, door);
  addPublish(contracts, door);
  addCanIDeploy(contracts, door);
}
