import { PlayFault } from '../play-fault.ts';

/** What a scenario asks for is nothing that the adapter has: it is skipped, with this as the reason. */
export class NotOffered extends PlayFault {
  constructor(reason: string) {
    super(reason);
    this.name = 'NotOffered';
  }
}

/** What the other side said is nothing the adapter understands, or the adapter broke down: the scenario fails. */
export class AdapterFault extends PlayFault {
  constructor(what: string, reason: string, advice: string) {
    super(`Failed to ${what}: ${reason.replace(/\.$/, '')}. ${advice}`);
    this.name = 'AdapterFault';
  }
}
