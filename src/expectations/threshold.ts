// threshold: the size at which answers stop coming through. Found from what the app sent (its journal) and what clients got.
import type {Timeline} from '../timeline/timeline.ts';
import {answeredByApp, rowFinder} from '../timeline/sample-rows.ts';
import {chooseRows, spanOf} from './choose-rows.ts';
import {either, number, oneOf, required} from './options.ts';
import {nothingDue, requestLines} from './request-line.ts';
import {defineRule, needsOwnApps} from './rule.ts';

export interface ThresholdOptions {
	/** Header section of the answer, status line and blank line included. */
	readonly of: 'response-header-bytes';
	/** Largest size in bytes that the gateway passes on, or `configured` for what the gateway was told. */
	readonly is: number | 'configured';
	/** How far the measured limit may be off, and how wide the gap to the first size that failed may be, in bytes. Default: 0. */
	readonly toleranceBytes?: number;
}

export const threshold = defineRule<ThresholdOptions>({
	kind: 'threshold',
	summary: 'the size at which answers stop passing equals the configured one',
	checkers: {
		of: required(oneOf(['response-header-bytes'])),
		is: required(either('a number of bytes or "configured"', number({min: 1, integer: true}), oneOf(['configured']))),
		toleranceBytes: number({min: 0, integer: true}),
	},
	onForeign: needsOwnApps('expect.status() for a path of yours that answers with large headers'),
	judge({is, toleranceBytes = 0}, {timeline, facts, plan}) {
		const wantedBytes = is === 'configured' ? plan.gateway.options.responseHeaderBytes : is;
		const exactly = toleranceBytes === 0 ? '' : ` ± ${toleranceBytes}`;
		const expected = `answers pass up to ${wantedBytes}${exactly} header bytes${is === 'configured' ? ' (as configured)' : ''}, and fail from the next size up`;
		const sized = sizesByRow(timeline, chooseRows(timeline.samples, spanOf(facts, 'fault')));
		if (sized.size === 0) return nothingDue(expected, 'header size of a request due in the fault window, by the journals');

		// Passed on: the app's headers reached the client, whatever became of the body behind them.
		const isPassedOn = (row: number) => answeredByApp(timeline.samples, row);
		const passed = extreme(sized, isPassedOn, 'largest');
		const refused = extreme(sized, (row) => !isPassedOn(row), 'smallest');
		const spoilt = extreme(sized, (row) => isPassedOn(row) && facts.good[row] !== 1, 'smallest');
		const observed = `largest passed on: ${passed?.bytes ?? 'none'}, smallest refused: ${refused?.bytes ?? 'none'}${spoilt === null ? '' : `; from ${spoilt.bytes} on the headers pass and the body is spoilt`}`;
		const evidence = requestLines(
			timeline.samples,
			[passed, refused, spoilt].flatMap((found) => (found === null ? [] : [found.row])),
		);
		if (is === 'configured' && plan.gateway.config.file !== null) {
			return {
				verdict: 'inconclusive',
				expected,
				observed: `${observed}; the user's own config does not say in neutral words what it configures`,
				evidence,
			};
		}

		if (passed === null || refused === null) return {verdict: 'fail', expected, observed, evidence};

		const gapBytes = refused.bytes - passed.bytes;
		const tight = gapBytes > 0 && gapBytes <= 1 + toleranceBytes;
		const right = Math.abs(passed.bytes - wantedBytes) <= toleranceBytes;
		// Sizes that close in on the wanted limit from both sides, and stop before they meet, neither show it nor refute it.
		const open = !tight && passed.bytes <= wantedBytes && wantedBytes < refused.bytes;
		return {verdict: tight && right ? 'pass' : open ? 'inconclusive' : 'fail', expected, observed, evidence};
	},
});

interface SizedRow {
	readonly row: number;
	readonly bytes: number;
}

// A request that was tried twice has two sizes on record; the last is the one that decided.
function sizesByRow({events, samples}: Timeline, rows: readonly number[]): ReadonlyMap<number, number> {
	const inWindow = new Set(rows);
	const rowOf = rowFinder(samples);
	const sizes = new Map<number, number>();
	for (const event of events) {
		if (event.kind !== 'journal' || event.headerBytes === undefined) continue;
		const row = rowOf(event.requestId);
		if (row !== undefined && inWindow.has(row)) sizes.set(row, event.headerBytes);
	}

	return sizes;
}

function extreme(sizes: ReadonlyMap<number, number>, fits: (row: number) => boolean, which: 'largest' | 'smallest'): SizedRow | null {
	let found: SizedRow | null = null;
	for (const [row, bytes] of sizes) {
		if (!fits(row)) continue;
		if (found === null || (which === 'largest' ? bytes > found.bytes : bytes < found.bytes)) found = {row, bytes};
	}

	return found;
}
