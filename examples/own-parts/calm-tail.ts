// An expectation of one's own: the slowest requests of a window are not much slower than those of the baseline. A rule is pure: it sees what
// was measured, and says what it expected and what it saw.
import {checks, defineExpectation} from 'gatequake';
import type {Expectation, WindowName} from 'gatequake';

export interface CalmTailOptions {
	/** Default `recovery`. */
	readonly window?: WindowName;
	/** The window's p99 as a multiple of the baseline's. */
	readonly times: number;
	/** What is below this is calm in any case, in ms. Default 0. */
	readonly floorMs?: number;
}

/** What scenarios write: plain data. */
export const calmTail = (options: CalmTailOptions): Expectation => ({kind: 'calmTail', options: {...options}});

export default defineExpectation<CalmTailOptions>({
	kind: 'calmTail',
	summary: 'the slowest requests of a window are not much slower than those of the baseline',
	checkers: {
		window: checks.oneOf(['baseline', 'fault', 'recovery']),
		times: checks.required(checks.number({min: 1})),
		floorMs: checks.number({min: 0}),
	},
	judge({window = 'recovery', times, floorMs = 0}, {facts}) {
		const before = facts.windows.baseline.p99Ms;
		const p99Ms = facts.windows[window]?.p99Ms ?? null;
		const limitMs = Math.max(floorMs, (before ?? 0) * times);
		const expected = `p99 in the ${window} window at most ${limitMs.toFixed(1)} ms`;
		// Where nothing was answered nothing was shown.
		return before === null || p99Ms === null
			? {verdict: 'inconclusive', expected, observed: 'no answers to compare', evidence: []}
			: {
					verdict: p99Ms <= limitMs ? 'pass' : 'fail',
					expected,
					observed: `${p99Ms.toFixed(1)} ms`,
					evidence: [`p99 of the baseline: ${before.toFixed(1)} ms`],
				};
	},
});
