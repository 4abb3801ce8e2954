/** What goes out may be changed on its way. */
interface Alter {
  answer(said: never, asked: never): unknown;
  frame(frame: never): unknown;
}
export function serve(options?: { port?: number; alter?: Alter }): Promise<{
  url: string;
  statesUrl: string;
  stop(): Promise<void>;
}>;
