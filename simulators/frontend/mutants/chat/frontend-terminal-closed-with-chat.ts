import type { FrontendMutant } from '../../rules.ts';

export const terminalClosedWithChat: FrontendMutant = {
  id: 'frontend-terminal-closed-with-chat',
  requirement: 'WEB-15',
  side: 'frontend',
  title: 'The terminal is closed when the socket of the chat is lost.',
  rules: {
    terminalOnDrop: 'closes',
  },
};
