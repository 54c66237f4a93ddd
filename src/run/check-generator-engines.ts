// What can be told of generators on other engines before anything starts: which runs can have them, and how many.
import {GatequakeError, exitCodes} from '../error.ts';
import type {RunPlan} from '../scenario/plan.ts';

/** @throws GatequakeError `GENERATOR_ENGINES` that lists all problems. */
export function checkGeneratorEngines(plans: readonly RunPlan[], engines: readonly string[]): void {
	if (engines.length === 0) return;
	const twice = engines.filter((name, index) => engines.indexOf(name) !== index);
	const inside = [...new Set(plans.filter(({stack}) => stack === undefined).map(({scenario}) => scenario))];
	const slow = plans.filter(({load}) => load.generators + engines.length > load.ratePerSecond);
	const problems = [
		...twice.map(
			(name) => `--generator-engine ${name} is named twice: several generators on one engine are load.generators of the scenario`,
		),
		...(inside.length === 0
			? []
			: [
					`--generator-engine is for stacks of your own (attach, compose, external): ${someOf(inside)} ${inside.length === 1 ? 'runs' : 'run'} on a network of this engine alone`,
				]),
		...[...new Set(slow.map(({scenario, load}) => `${scenario}: ${load.ratePerSecond} requests a second`))].map(
			(words) => `${words} are fewer than one for each generator (${engines.length} on other engines, and its own)`,
		),
	];
	if (problems.length > 0) throw new GatequakeError(problems.join('\n'), {code: 'GENERATOR_ENGINES', exitCode: exitCodes.usage});
}

function someOf(names: readonly string[]): string {
	return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
