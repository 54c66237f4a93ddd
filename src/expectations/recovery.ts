// recovery: how soon after the end of the fault the service was as good as before, or that it never was within the recovery window.
import {chooseRows} from './choose-rows.ts';
import {boolean, number} from './options.ts';
import {requestLines} from './request-line.ts';
import {atLeastOneOf, defineRule} from './rule.ts';
import {countOf, milliseconds} from './words.ts';

export interface RecoveryOptions {
	/** Longest time in ms from the observed end of the fault. */
	readonly withinMs?: number;
	/** True: it must not recover within the recovery window. */
	readonly never?: boolean;
}

export const recovery = defineRule<RecoveryOptions>({
	kind: 'recovery',
	summary: 'the service is as good as in the baseline so soon after the fault, or never',
	checkers: {withinMs: number({min: 0}), never: boolean},
	check(options, path) {
		if (options['withinMs'] === undefined || options['never'] !== true) return atLeastOneOf(['withinMs', 'never'])(options, path);
		return [{path, message: `\`${path}\` cannot both recover within a time and never`, hint: 'give withinMs or never'}];
	},
	judge({withinMs, never}, {facts, plan, timeline}) {
		const expected =
			never === true
				? 'no recovery within the recovery window'
				: `recovery within ${milliseconds(withinMs ?? Infinity)} of the end of the fault`;
		const found = facts.recovery;
		if (found === null) {
			const withheld = plan.mode === 'withheld' || plan.fault === null;
			const observed = 'no end of a fault was observed, so there was nothing to recover from';
			return {verdict: withheld ? 'fail' : 'inconclusive', expected, observed, evidence: []};
		}

		if ('notWithinMs' in found) {
			const observed = `no recovery within ${milliseconds(found.notWithinMs)}`;
			// A window shorter than what was allowed proves nothing.
			const seen = withinMs === undefined || found.notWithinMs >= withinMs + 1000;
			return {verdict: never === true ? 'pass' : seen ? 'fail' : 'inconclusive', expected, observed, evidence: []};
		}

		const observed = `recovered ${milliseconds(found.afterClearMs)} ± ${milliseconds(found.uncertaintyMs)} after the end of the fault`;
		const inTime = never !== true && found.afterClearMs - found.uncertaintyMs <= (withinMs ?? Infinity);
		const evidence = [`good share and goodput held for one second from ${milliseconds(found.atMs)} on`];
		// Back for good: a service that comes back and fails again within the window has not recovered.
		const {samples} = timeline;
		const rows = chooseRows(samples, {fromMs: found.atMs, toMs: facts.windows.recovery?.toMs ?? found.atMs});
		const failed = rows.filter((row) => facts.good[row] !== 1);
		const relapsed = failed.length > relapseShare * rows.length;
		return {
			verdict: inTime && !relapsed ? 'pass' : 'fail',
			expected,
			observed: relapsed ? `${observed}, and then ${countOf(failed.length, rows.length)} failed until the end of the window` : observed,
			evidence: relapsed ? [...evidence, ...requestLines(samples, failed)] : evidence,
		};
	},
});

/** More failed requests than this after the recovery are a relapse. */
const relapseShare = 0.01;
