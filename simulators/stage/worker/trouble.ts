/** Why a Worker cannot be played. The message is one line. */
export class WorkerTrouble extends Error {
  constructor(what: string, reason: string, advice: string) {
    super(`Failed to ${what}: ${reason.replace(/[.\s]+$/, '')}. ${advice}`.replace(/\s+/g, ' '));
    this.name = 'WorkerTrouble';
  }
}
