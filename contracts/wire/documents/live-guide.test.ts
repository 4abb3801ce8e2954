import { describe, expect, test } from 'vitest';
import { callers, liveAccess } from '../access.ts';
import { echoCommands } from '../live/echo.ts';
import { liveEventTypes } from '../live/events.ts';
import { liveAnswers, liveErrors } from '../live/frames.ts';
import { routes, routingOutcomes } from '../live/routing.ts';
import { legalTransitions, liveStates } from '../live/states.ts';
import { liveGuide } from './live-guide.ts';

const guide = liveGuide();
/** The rows of all tables, as cells without marks. */
const rows = guide
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).replaceAll('`', '').split(' | '));
const rowsOf = (...first: string[]) => rows.filter((row) => first.every((cell, index) => row[index] === cell));

describe('the guide of the live socket', () => {
  test('has every cell of the routing table, and says what each outcome means', () => {
    const [head = []] = rowsOf('state', 'registered');
    for (const { operation, state, registered, outcome } of routes) {
      expect(rowsOf(state, registered)[0]?.[head.indexOf(operation)], `${operation} in ${state}`).toBe(outcome);
    }
    for (const [outcome, meaning] of Object.entries(routingOutcomes)) expect(rowsOf(outcome, meaning)).toHaveLength(1);
  });

  test('has the legal transitions of every state', () => {
    for (const state of liveStates) {
      expect(rowsOf(state).some((row) => row.at(-1) === legalTransitions[state].join(', '))).toBe(true);
    }
  });

  test('says what answers every frame, what every error means and how hello is answered to every caller', () => {
    for (const [type, answer] of Object.entries(liveAnswers)) expect(rowsOf(type, answer)).toHaveLength(1);
    for (const [code, meaning] of Object.entries(liveErrors)) expect(guide).toContain(`| \`${code}\` | ${meaning} |`);
    for (const caller of callers) expect(rowsOf(caller)[0]?.[1]).toContain(String(liveAccess[caller]));
  });

  test('says of every durable event that it is durable, and what every command of the echo loop does', () => {
    const durable = guide.slice(guide.indexOf('## What is durable'), guide.indexOf('are durable: stored'));
    for (const type of liveEventTypes) expect(durable).toContain(`\`${type}\``);
    for (const command of Object.keys(echoCommands)) expect(rowsOf(command)).toHaveLength(1);
  });

  test('has tables whose rows are as long as their heads', () => {
    const tables = guide.split(/\n\n+/).filter((part) => part.startsWith('| '));
    expect(tables.length).toBeGreaterThanOrEqual(7);
    for (const part of tables) {
      const widths = part
        .trim()
        .split('\n')
        .map((line) => line.split(' | ').length);
      expect(new Set(widths).size, part).toBe(1);
    }
  });
});
