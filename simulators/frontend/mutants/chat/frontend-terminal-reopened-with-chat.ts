import type { FrontendMutant } from '../../rules.ts';

export const terminalReopenedWithChat: FrontendMutant = {
  id: 'frontend-terminal-reopened-with-chat',
  requirement: 'WEB-15',
  side: 'frontend',
  title: 'The terminal is opened anew when the socket of the chat is lost.',
  rules: {
    terminalOnDrop: 'reopens',
  },
};
