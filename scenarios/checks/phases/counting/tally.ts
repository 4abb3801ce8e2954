/** How often something has happened: as far as the history shows it, `least` times and not more than `most`. */
export class Tally {
  least = 0;
  most = 0;

  /** It surely happened. */
  sure(times = 1): void {
    this.least += times;
    this.most += times;
  }

  /** It may have happened. */
  maybe(times = 1): void {
    this.most += times;
  }

  fits(value: number): boolean {
    return value >= this.least && value <= this.most;
  }

  toString(): string {
    return this.least === this.most ? String(this.least) : `${this.least} to ${this.most}`;
  }
}
