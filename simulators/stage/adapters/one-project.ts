import type { Asked, Provisioning } from './adapter.ts';
import { Tokens } from './tokens.ts';
import type { Tools } from './tools.ts';

/**
 * What an adapter knows in one play of a system in which a play has one project. To be extended.
 *
 * @typeParam Options what a user gives, as the adapter's `options` read it
 * @typeParam Credential what a token of the simulators stands for
 */
export class OneProject<Options, Credential> {
  readonly tools: Tools<Options>;
  readonly tokens = new Tokens<Credential>();
  /** The play's own view of the project, whatever the system calls it. */
  readonly projectId: string;
  /** Was the project asked for? */
  isGiven = false;
  #second: string | undefined;

  constructor(tools: Tools<Options>) {
    this.tools = tools;
    this.projectId = tools.newId();
  }

  /**
   * The credential of a user, where a play knows `alice` and one other.
   *
   * @param second what `alice` and the other have; undefined: it was not given
   * @param option what it is given by
   * @throws NotOffered where a scenario asks for somebody else
   */
  ofUser<Value>(userId: string, first: Value, second: Value | undefined, option: string): Value {
    if (userId === 'alice') return first;
    if (second === undefined) throw this.tools.lacks(`second user (option ${option})`);
    this.#second ??= userId;
    if (this.#second !== userId) throw this.tools.lacks('third user');
    return second;
  }
}

/** Such a play, whatever its tokens stand for. */
interface WithTokens extends Pick<OneProject<unknown, unknown>, 'tools' | 'projectId' | 'isGiven'> {
  readonly tokens: { give(credential: never): string };
}

/** Tokens that are to end sooner than this are asked for to see them end. */
const briefest = 24 * 60 * 60;

/**
 * Provisioning for plays that have one project, with credentials that do not end.
 *
 * @param credential what a token stands for, by its role and user. Throws `play.tools.lacks('second user')` where there is
 *   none for them.
 * @param begin called before the project is given: looks there once, so that wrong credentials are told before anything is
 *   played. Default: nothing
 */
export function oneProject<Play extends WithTokens>(
  credential: (asked: Asked<'createToken'>['body'], play: Play) => Parameters<Play['tokens']['give']>[0],
  begin: (play: Play) => unknown = () => {},
): Provisioning<Play> {
  return {
    async createProject(_, play) {
      await begin(play);
      if (play.isGiven) throw play.tools.lacks('second project');
      play.isGiven = true;
      return { status: 201, body: { projectId: play.projectId } };
    },
    createToken({ body }, play) {
      const { lacks, now } = play.tools;
      if (body.projectId !== play.projectId) throw lacks('second project');
      if (body.expiresInSeconds < briefest) throw lacks('token that expires');
      if (body.requestsPerMinute !== undefined) throw lacks('token with a limit of requests');
      const token = play.tokens.give(credential(body, play) as never);
      return { status: 201, body: { token, expiresAt: now() + body.expiresInSeconds * 1000 } };
    },
  };
}
