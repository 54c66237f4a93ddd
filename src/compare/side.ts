// One side of a comparison: runs under a label, and what else was the case when they ran.
import {GatequakeError} from '../error.ts';
import type {Report} from '../report/report.ts';
import {toRunValues} from './run-values.ts';
import type {RunValues} from './run-values.ts';

export interface Side {
	readonly label: string;
	/** File that the runs were read from. */
	readonly source: string;
	readonly startedAt: string;
	readonly toolVersion: string;
	readonly host: Report['host'];
	/** Labels as they were named. */
	readonly order: Readonly<Record<SideBy, readonly string[]>>;
	readonly runs: readonly RunValues[];
}

/** What a side is made from. */
export type SideSource = Pick<Report, 'startedAt' | 'tool' | 'host' | 'plan' | 'runs'>;

/** What tells the sides within one report apart. */
export type SideBy = 'config' | 'gateway';

export function toSide({runs, ...head}: SideSource, label: string, source: string): Side {
	return sideOf(head, runs.map(toRunValues), {label, source});
}

/** Of a report whose runs were reduced to their values as they were read. */
export function sideOf(
	{startedAt, tool, host, plan}: Omit<SideSource, 'runs'>,
	runs: readonly RunValues[],
	{label, source}: Pick<Side, 'label' | 'source'>,
): Side {
	return {label, source, startedAt, toolVersion: tool.version, host, order: {config: plan.configs, gateway: plan.gateways}, runs};
}

/** The configs inside one report, or its gateways where it has one config only. @throws GatequakeError `NOTHING_TO_COMPARE` (exit code 2). */
export function splitSide(side: Side, by: SideBy | null = null): readonly Side[] {
	const fields: readonly SideBy[] = by === null ? ['config', 'gateway'] : [by];
	for (const field of fields) {
		const groups = Map.groupBy(side.runs, (run) => run[field]);
		const labels = [...new Set([...side.order[field], ...groups.keys()])];
		if (groups.size > 1) {
			return labels.flatMap((label) => {
				const runs = groups.get(label);
				return runs === undefined ? [] : [{...side, label, runs}];
			});
		}
	}

	throw new GatequakeError(
		`expected a report of several ${fields.map((field) => `${field}s`).join(' or ')}, and all runs of ${side.source} have the same`,
		{
			code: 'NOTHING_TO_COMPARE',
			exitCode: 2,
			hint: 'name a second report, or run with --config a=a.conf --config b=b.conf',
		},
	);
}

/** In the order of the labels, so that the first is the reference. @throws GatequakeError `NOTHING_TO_COMPARE` (exit code 2). */
export function chooseSides(sides: readonly Side[], labels: readonly string[]): readonly Side[] {
	return labels.map((label) => {
		const found = sides.find((side) => side.label === label);
		if (found !== undefined) return found;
		throw new GatequakeError(`there is no side \`${label}\`; there are ${sides.map((side) => side.label).join(', ')}`, {
			code: 'NOTHING_TO_COMPARE',
			exitCode: 2,
		});
	});
}
