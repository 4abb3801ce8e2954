import type { Output } from '../reports/reporter.ts';
import type { Engine } from './engine.ts';

/** The world around the command. */
export interface Io {
  stdout: Output;
  stderr: Output;
  env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths are relative to. */
  cwd: string;
  /** Aborted by SIGINT or SIGTERM. */
  signal: AbortSignal;
}

/** What a verb is given. */
export interface Door {
  engine: Engine;
  io: Io;
  /** Says with which code the command ends. */
  exit(code: ExitCode): void;
}

/** 0: all held. 1: something failed or stayed inconclusive. 2: could not run or not finish. */
export type ExitCode = 0 | 1 | 2;

/** The exit code is 2 and the message, one line, says why. */
export class Failure extends Error {
  /** `Failed to {what}: {reason}. {advice}` */
  constructor(what: string, reason: string, advice: string) {
    super(`Failed to ${what}: ${reason.replace(/\.$/, '')}. ${advice}`);
    this.name = 'Failure';
  }
}

/** What went wrong with a file, in a word such as `ENOENT`. */
export function fileTrouble(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
