import type { FrontendMutant } from '../../rules.ts';

export const resendNotIdentical: FrontendMutant = {
  id: 'frontend-resend-not-identical',
  requirement: 'WEB-3',
  side: 'frontend',
  title: 'The frontend rebuilds a frame that it sends again, with the resume flag that would be right now.',
  rules: {
    again: (frame) => (frame.type === 'send' ? { ...frame, resume: true } : frame),
  },
};
