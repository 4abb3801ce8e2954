import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { CannotRun } from '../scenarios/play/run-types.ts';
import { addAdapters } from './adapters.ts';
import { addBaseline } from './baseline.ts';
import { addClient } from './client.ts';
import { addContracts } from './contracts/index.ts';
import type { Engine } from './engine.ts';
import { addInit } from './init.ts';
import { type ExitCode, Failure, type Io } from './io.ts';
import { addList } from './list.ts';
import { addMutants } from './mutants.ts';
import { addReplay } from './replay.ts';
import { addReport } from './report.ts';
import { addRun } from './run.ts';
import { addServe } from './serve.ts';

export interface Program {
  /** Does what the words after the command's name say, and tells the exit code. Never throws. */
  run(words: readonly string[]): Promise<ExitCode>;
}

/** The command. `engine` does the work, `io` is the world around it. */
export function createProgram(engine: Engine, io: Io): Program {
  return {
    async run(words) {
      let code: ExitCode = 0;
      const exit = (chosen: ExitCode) => {
        code = chosen;
      };
      const command = commandLine({ engine, io, exit });
      try {
        await command.parseAsync(words, { from: 'user' });
        return code;
      } catch (error) {
        if (error instanceof CommanderError && error.code.startsWith('commander.help'))
          return error.exitCode === 0 ? 0 : 2;
        if (error instanceof CommanderError && error.code === 'commander.version') return 0;
        io.stderr.write(`${error instanceof CommanderError ? usage(error, command, words) : explain(error, io)}\n`);
        return 2;
      }
    },
  };
}

function commandLine(door: Parameters<typeof addRun>[1]): Command {
  const { stdout, stderr } = door.io;
  const program = new Command('rehearse')
    .description('Contract tests and simulators for the session APIs of agent platforms')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // Errors are thrown too, and told there in the grammar of all the others.
      outputError: () => {},
      getOutHelpWidth: () => Math.min(stdout.columns ?? 100, 120),
    })
    .addHelpText('after', '\nExample:\n  rehearse run retries');
  addInit(program, door);
  addRun(program, door);
  addList(program, door);
  addAdapters(program, door);
  addReplay(program, door);
  addMutants(program, door);
  addServe(program, door);
  addClient(program, door);
  addBaseline(program, door);
  addReport(program, door);
  addContracts(program, door);
  return program;
}

/** One line; only a fault of the tool itself shows its stack. */
function explain(error: unknown, io: Io): string {
  if (error instanceof Failure || error instanceof CannotRun) return firstLine(error.message);
  if (io.signal.aborted) return new Failure('finish', 'it was interrupted', 'Start it again.').message;
  if (error instanceof Error && error.message.startsWith('Failed to ')) return firstLine(error.message);
  const reason = firstLine(error instanceof Error ? error.message : String(error));
  const line = new Failure('go on', reason, 'This is a fault of rehearse; please report it with what follows.').message;
  return error instanceof Error && error.stack ? `${line}\n${error.stack}` : line;
}

/** Commander says `error: reason` and, on a second line, `(Did you mean x?)`. */
function usage(error: CommanderError, program: Command, words: readonly string[]): string {
  const [reason = '', hint = ''] = error.message.replace(/^error: /, '').split('\n');
  const advice = hint === '' ? `See ${verbOf(program, words)} --help.` : hint.replace(/^\(|\)$/g, '');
  return new Failure('read the command', reason, advice).message;
}

/** The command that the first words name, as far as they name one: `rehearse report merge`. */
function verbOf(program: Command, [word, ...words]: readonly string[]): string {
  const verb = program.commands.find((command) => command.name() === word);
  return verb === undefined ? program.name() : `${program.name()} ${verbOf(verb, words)}`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text;
}
