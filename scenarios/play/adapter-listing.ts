import { type OperationName, operations } from '../../contracts/wire/index.ts';
import { adapters, isSecret, variableOf } from '../../simulators/stage/adapters/index.ts';
import { checks } from '../checks/index.ts';
import { requirements } from '../requirements.ts';
import { findAdapter } from './adapters.ts';
import { loadCatalogue } from './catalogue.ts';
import { operationsOfScenarios } from './operations-said.ts';
import { meets } from './play.ts';
import { lacksOperation, reasonToSkip } from './reason-to-skip.ts';
import type { OwnScenarios } from './run-types.ts';

/** The adapters that come with this package, and the options of each. */
export async function adapterEntries() {
  return adapters.map(({ name, title, capabilities, options }) => ({
    name,
    title,
    capabilities: capabilities.filter((one) => one !== 'provisioning'),
    options: Object.entries(options.shape).map(([option, schema]) => ({
      name: option,
      needed: !schema.safeParse(undefined).success,
      secret: isSecret(schema),
      variable: variableOf(option),
      description: schema.description ?? '',
    })),
  }));
}

/**
 * Which requirements can be exercised through an adapter, and why others cannot: as far as can be told without playing.
 * What an adapter turns away in the middle of a play, such as a second project, shows only then.
 */
export async function adapterRequirements({ from, scenarios: own }: { from: string } & OwnScenarios) {
  const adapter = await findAdapter(from);
  const { name } = adapter;
  const target = { control: 'outside' as const, adapter };
  const said = operationsOfScenarios();
  const all = (await loadCatalogue(own)).map((entry) => {
    const lacking = said.get(entry.id)?.find((operation) => lacksOperation(target, operation));
    const reason = lacking === undefined ? null : `the adapter ${name} has no ${lacking}`;
    return { entry, reason: reasonToSkip(entry, target, adapter) ?? reason };
  });
  const rows = requirements.map(({ id, text }) => {
    const about = all.filter(({ entry }) => entry.requirements.includes(id));
    const played = about.flatMap(({ entry, reason }) => (reason === null ? [entry.id] : []));
    const reasons = about.flatMap(({ reason }) => reason ?? []);
    // What the adapter lacks tells more than what real time lacks.
    const first = reasons.find((one) => one.includes(`adapter ${name}`)) ?? reasons[0];
    const reason = adapter.unmet[id] ?? (played.length > 0 ? null : (first ?? 'no scenario is about it'));
    const weaker = checks.flatMap((entry) =>
      entry.needs && entry.requirements.includes(id) && !meets(adapter.guarantees, entry.needs)
        ? [`${entry.needs.guarantee}: ${entry.needs.atLeast}`]
        : [],
    );
    const isPlayed = reason === null;
    return { id, text, scenarios: isPlayed ? played : [], reason, notPromised: isPlayed ? [...new Set(weaker)] : [] };
  });
  const lacks = (Object.keys(operations) as OperationName[]).filter(
    (one) => adapter.capabilities.some((group) => group === operations[one].capability) && !adapter.has(one),
  );
  return { name, title: adapter.title, lacks, requirements: rows };
}
