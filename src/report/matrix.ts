// Scenario × gateway, as the renderings show it: one cell for all runs of a scenario on a gateway, whatever their configs and repeats.
import type {Verdict} from '../expectations/expectation.ts';
import type {Report, RunReport} from './report.ts';

export interface Matrix {
	/** Labels of gateways, as they were named. */
	readonly gateways: readonly string[];
	readonly rows: readonly {readonly scenario: string; readonly cells: readonly MatrixCell[]}[];
}

export type MatrixCell =
	| ({readonly kind: 'runs'; readonly runs: readonly RunReport[]} & CellSummary)
	| {readonly kind: 'skipped'; readonly because: string}
	| {readonly kind: 'missing'};

export interface CellSummary {
	/** fail > inconclusive > pass. */
	readonly verdict: Verdict;
	/** Requests due in the fault windows (the baselines, where there is none), and those of them that were not good. */
	readonly intended: number;
	readonly errors: number;
	/** The longest, from the end of the fault; `not seen` where one of the runs did not recover; null where nothing had to. */
	readonly recoveryMs: number | 'not seen' | null;
}

export function matrixOf({runs, skipped, plan}: Pick<Report, 'runs' | 'skipped' | 'plan'>): Matrix {
	const there = new Set([...runs.map(({gateway}) => gateway.label), ...skipped.map(({gateway}) => gateway)]);
	const gateways = [...new Set([...plan.gateways.filter((label) => there.has(label)), ...there])];
	const scenarios = [...new Set([...runs.map(({scenario}) => scenario), ...skipped.map(({scenario}) => scenario)])];
	const byCell = Map.groupBy(runs, (run) => keyOf(run.scenario, run.gateway.label));
	const reasons = new Map(skipped.map(({scenario, gateway, because}) => [keyOf(scenario, gateway), because]));
	return {
		gateways,
		rows: scenarios.map((scenario) => ({
			scenario,
			cells: gateways.map((gateway): MatrixCell => {
				const key = keyOf(scenario, gateway);
				const found = byCell.get(key);
				const because = reasons.get(key);
				return found !== undefined
					? {kind: 'runs', runs: found, ...summaryOf(found)}
					: because !== undefined
						? {kind: 'skipped', because}
						: {kind: 'missing'};
			}),
		})),
	};
}

function keyOf(scenario: string, gateway: string): string {
	return JSON.stringify([scenario, gateway]);
}

function summaryOf(runs: readonly RunReport[]): CellSummary {
	const verdicts = new Set(runs.map(({verdict}) => verdict));
	const windows = runs.map((run) => run.windows.fault ?? run.windows.baseline);
	const intended = windows.reduce((sum, window) => sum + window.intended, 0);
	const errors = windows.reduce((sum, window) => sum + window.intended - window.good, 0);
	const recoveries = runs.flatMap(({recovery}) => recovery ?? []);
	return {
		verdict: verdicts.has('fail') ? 'fail' : verdicts.has('inconclusive') ? 'inconclusive' : 'pass',
		intended,
		errors,
		recoveryMs:
			recoveries.length === 0
				? null
				: recoveries.reduce<number | 'not seen'>(
						(longest, recovery) =>
							'notWithinMs' in recovery || longest === 'not seen' ? 'not seen' : Math.max(longest, recovery.afterClearMs),
						0,
					),
	};
}
