// Holds the diagnoses of recorded runs against the truth. Pure: runs with their diagnoses in, numbers and tables out.
import type {DiagnosisEntry} from '../../src/report/report.ts';
import {truthsOf} from './truth.ts';

export interface ScoredRun {
	readonly gateway: string;
	readonly scenario: string;
	/** No rule was written after a look at it. */
	readonly heldOut: boolean;
	readonly accepted: readonly string[];
	/** Kinds, the likeliest first; `none` for no cause. */
	readonly found: readonly [string, ...string[]];
	readonly isFirst: boolean;
	/** Of two faults at once, both. */
	readonly isAmongThree: boolean;
}

/** A run whose fault was withheld has nothing that could be named. */
export function scoreRun(
	{
		gateway,
		scenario,
		hasFault,
		heldOut,
	}: {readonly gateway: string; readonly scenario: string; readonly hasFault: boolean; readonly heldOut: boolean},
	diagnosis: readonly DiagnosisEntry[],
): ScoredRun | null {
	const truths = hasFault ? truthsOf(scenario) : [['none']];
	if (truths === null) return null;
	const accepted = truths.flat();
	const [first = 'none', ...others] = diagnosis.map(({kind = 'unnamed'}) => kind);
	const three = [first, ...others].slice(0, 3);
	return {
		gateway,
		scenario,
		heldOut,
		accepted,
		found: [first, ...others],
		isFirst: accepted.includes(first),
		isAmongThree: truths.every((kinds) => three.some((kind) => kinds.includes(kind))),
	};
}

export interface Total {
	readonly name: string;
	readonly runs: number;
	readonly first: number;
	readonly amongThree: number;
}

export function totalOf(name: string, runs: readonly ScoredRun[]): Total {
	return {
		name,
		runs: runs.length,
		first: runs.filter(({isFirst}) => isFirst).length,
		amongThree: runs.filter(({isAmongThree}) => isAmongThree).length,
	};
}

export function totalRow({name, runs, first, amongThree}: Total): string {
	return `| ${name} | ${runs} | ${first} (${percent(first, runs)}) | ${amongThree} (${percent(amongThree, runs)}) |`;
}

/** Rows: what was true. Columns of a matrix of forty kinds are mostly empty, so what was found instead stands as a list. */
export function confusion(runs: readonly ScoredRun[]): readonly string[] {
	const byTruth = Map.groupBy(runs, ({accepted}) => accepted.join(' or '));
	return [...byTruth]
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([name, group]) => {
			const right = group.filter(({isFirst}) => isFirst).length;
			const wrong = Map.groupBy(
				group.filter(({isFirst}) => !isFirst),
				({found}) => found[0],
			);
			const instead = [...wrong].map(([kind, list]) => `${kind} × ${list.length} (${places(list)})`).join('; ');
			return `| ${name} | ${right} of ${group.length} | ${instead} |`;
		});
}

function places(list: readonly ScoredRun[]): string {
	const byScenario = Map.groupBy(list, ({scenario}) => scenario);
	return [...byScenario].map(([scenario, each]) => `${scenario}: ${each.map(({gateway}) => gateway).join(', ')}`).join('; ');
}

function percent(part: number, whole: number): string {
	return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
