import type { Judge } from '../../check.ts';
import { Findings } from '../../findings.ts';
import { Tabs } from '../tabs.ts';
import { type View, Views } from './views.ts';

/** Judges what a tab shows whenever it is told to leave it, and at the end. */
export function settled(look: (view: View, found: Findings) => void): Judge {
  const found = new Findings();
  const tabs = new Tabs();
  const views = new Views();
  return {
    on(event, exchange) {
      const moment = tabs.on(event, exchange);
      const left = moment && views.on(moment);
      if (left) look(left, found);
      if (event.kind !== 'phase' || event.phase !== 'observe') return;
      for (const tab of tabs.all.values()) {
        const view = views.of(tab);
        if (view) look(view, found);
      }
    },
    end: () => found,
  };
}
