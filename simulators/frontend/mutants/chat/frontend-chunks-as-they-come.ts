import type { FrontendMutant } from '../../rules.ts';

export const chunksAsTheyCome: FrontendMutant = {
  id: 'frontend-chunks-as-they-come',
  requirement: 'WEB-7',
  side: 'frontend',
  title: 'The frontend puts chunks behind each other as they arrive.',
  rules: {
    replyText: (start, chunks) => start.text + chunks.map(({ text }) => text).join(''),
  },
};
