// Holds the diagnoses of recorded runs against the truth. Pure: runs with their diagnoses in, numbers and tables out.

export interface ScoredRun {
	readonly gateway: string;
	readonly scenario: string;
	/** No rule was written after a look at it. */
	readonly heldOut: boolean;
	readonly accepted: readonly string[];
	/** Names of causes, the likeliest first; `none` for no cause. */
	readonly found: readonly string[];
	readonly isFirst: boolean;
	/** Of two faults at once, both. */
	readonly isAmongThree: boolean;
}

/**
 * @param truths For each fault what may be named for it.
 * @param found The likeliest cause first, each by the names that it goes by.
 */
export function scoreRun(
	run: Pick<ScoredRun, 'gateway' | 'scenario' | 'heldOut'>,
	truths: readonly (readonly string[])[],
	found: readonly (readonly string[])[],
): ScoredRun {
	const named = found.length === 0 ? [['none']] : found;
	return {
		...run,
		accepted: truths.flat(),
		found: named.map((names) => names.join(' ')),
		isFirst: isOneOf(named[0] ?? [], truths.flat()),
		isAmongThree: truths.every((accepted) => named.slice(0, 3).some((names) => isOneOf(names, accepted))),
	};
}

function isOneOf(names: readonly string[], accepted: readonly string[]): boolean {
	return names.some((name) => accepted.includes(name));
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
				({found}) => found[0] ?? '',
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
