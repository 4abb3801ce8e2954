import type { Rules } from '../rules.ts';

/** A known bug: the few rules it replaces. What it sends still fits the schemas; it shows in behaviour only. */
export interface ControlPlaneMutant {
  /** Names the bug, in kebab-case. */
  id: string;
  /** The requirement it breaks. */
  requirement: string;
  side: 'control-plane';
  /** The bug in one plain sentence. */
  title: string;
  rules: Partial<Rules>;
}
