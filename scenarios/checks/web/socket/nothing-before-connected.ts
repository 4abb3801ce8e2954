import { check } from '../../check.ts';
import { connectedAfterHello } from '../provider/connected-after-hello.ts';
import { helloAnswered } from '../provider/hello-answered.ts';
import { queueInOrder } from '../sending/queue-in-order.ts';
import { together } from '../together.ts';
import { helloFirst } from './hello-first.ts';

/** The socket is of use only when the provider knows who is there (WEB-9). */
export const nothingBeforeConnected = check({
  id: 'nothing-before-connected',
  level: 'MUST',
  requirements: ['WEB-9'],
  sentence:
    'Nobody is `connected` whose token is not good; before it only hello is sent and nothing is handled; then what waits goes out in order, all that was not refused.',
  start: () => together(helloFirst(), queueInOrder(), connectedAfterHello(), helloAnswered('the connected')),
});
