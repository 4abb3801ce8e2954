/** The play cannot go on, for a reason that is neither the connection's nor the target's. Ends it with this error. */
export class PlayFault extends Error {}
