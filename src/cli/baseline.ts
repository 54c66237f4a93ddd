// `--baseline report.json` of `run`: the earlier report is read before anything is started, and held against the new one at the end.
import {compareBaseline, defaultLimits} from '../compare/compare-baseline.ts';
import type {BaselineComparison} from '../compare/compare-baseline.ts';
import {toSide} from '../compare/side.ts';
import type {SideSource} from '../compare/side.ts';
import type {Report} from '../report/report.ts';
import {readSide} from './read-side.ts';

export interface Baseline {
	comparisonWith(report: SideSource & Pick<Report, 'plan'>): BaselineComparison;
}

/** `limits` go before the defaults. @throws GatequakeError with exit code 2 where the report cannot be read. */
export async function readBaseline(word: string, limits: Readonly<Record<string, number>>, cwd: string): Promise<Baseline> {
	const earlier = await readSide(word, cwd, 'baseline');
	return {
		comparisonWith: (present) =>
			compareBaseline(earlier, toSide(present, 'this run', 'this run'), {
				limits: {...defaultLimits, ...limits},
				planned: present.plan.runs,
			}),
	};
}
