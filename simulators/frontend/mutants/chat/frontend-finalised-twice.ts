import type { FrontendMutant } from '../../rules.ts';

export const finalisedTwice: FrontendMutant = {
  id: 'frontend-finalised-twice',
  requirement: 'WEB-7',
  side: 'frontend',
  title: 'The frontend shows the end of a reply as a message of its own.',
  rules: {
    bubbleOf: ({ type, messageId }) => (type === 'message_complete' ? `${messageId} (complete)` : messageId),
  },
};
