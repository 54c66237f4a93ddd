// What a terminal shows of a run while it goes on, as lines of text: where it is, outcomes per second as a sparkline each, and below them the
// band in which the fault was in effect. Pure: from a state to lines, none of them wider than the terminal.
import type {Paint} from './console-paint.ts';
import {isGoodStatus, orderedOutcomes, outcomeLook} from './outcome-look.ts';
import {printable} from './printable.ts';
import {sparkline} from './sparkline.ts';

export interface LiveState {
	readonly scenario: string;
	readonly gateway: string;
	/** Such as `topology up`, `baseline`, `fault`, `recovery`, `collect`. */
	readonly phase: string;
	readonly elapsedMs: number;
	/** Planned length of the whole run, or of the phase where the caller knows no more. 0 when unknown. */
	readonly plannedMs: number;
	/** Requests that ended in the last second, by status or outcome name. */
	readonly counts: Readonly<Record<string, number>>;
	/** What came before; null where there is nothing to show of it. */
	readonly trace: LiveTrace | null;
}

/** Instants are on one clock, whatever its origin. */
export interface LiveTrace {
	/** Of the first bucket's beginning. */
	readonly fromMs: number;
	readonly bucketMs: number;
	/** Requests that ended, by status or outcome name, oldest first. */
	readonly buckets: readonly Readonly<Record<string, number>>[];
	/** Planned length of the load. */
	readonly plannedMs: number;
	/** Null before it was in effect, and where there is none. `toMs` is null while it is. */
	readonly fault: {readonly describe: string; readonly fromMs: number; readonly toMs: number | null} | null;
}

export interface LiveSize {
	/** Columns. */
	readonly width: number;
	readonly height: number;
}

const mostColumns = 60;
const fewestColumns = 10;
const mostOutcomes = 4;
const longestColumnMs = 2000;

/** The first line is there always; the others where they have room. */
export function renderLive(state: LiveState, {width, height}: LiveSize, paint: Paint, unicode: boolean): readonly string[] {
	const head = headLine(state, width, paint, unicode);
	const rows = state.trace === null || height < mostOutcomes + 4 ? [] : traceLines(state.trace, width, paint, unicode);
	return [head, ...rows];
}

/** What does not fit is left out from the end. */
function headLine(
	{scenario, gateway, phase, elapsedMs, plannedMs, counts, trace}: LiveState,
	width: number,
	paint: Paint,
	unicode: boolean,
): string {
	// A load may be due to start in a moment: less than nothing of it is over then.
	const share = plannedMs > 0 ? Math.min(1, Math.max(0, elapsedMs / plannedMs)) : 0;
	const time = plannedMs > 0 ? `${wholeSeconds(Math.max(0, elapsedMs))} of ${wholeSeconds(plannedMs)}` : wholeSeconds(elapsedMs);
	const parts: readonly (readonly [plain: string, painted: string])[] = [
		plain(printable(`${scenario} · ${gateway}`)),
		[phase, paint.tone('blue', printable(phase))],
		...(plannedMs > 0 ? [plain(bar(share, 16, unicode))] : []),
		plain(time),
		// Below it each outcome has a line of its own.
		...(trace === null ? orderedOutcomes(counts) : []).map((key): readonly [string, string] => {
			const text = `${outcomeLook(key).label} ${counts[key] ?? 0}`;
			return [text, paint.tone(toneOf(key), text)];
		}),
	];
	let used = 0;
	let line = '';
	for (const [text, painted] of parts) {
		const gap = line === '' ? '' : '  ';
		if (width > 0 && used + gap.length + text.length >= width - 1) {
			// Not even the name: as much of it as there is room for.
			line ||= text.slice(0, Math.max(0, width - 1));
			break;
		}

		used += gap.length + text.length;
		line += gap + painted;
	}

	return line;
}

function traceLines(trace: LiveTrace, width: number, paint: Paint, unicode: boolean): readonly string[] {
	const totals: Record<string, number> = {};
	for (const bucket of trace.buckets) {
		for (const [key, count] of Object.entries(bucket)) totals[key] = (totals[key] ?? 0) + count;
	}

	// The most frequent ones have a line each, in their usual order.
	const frequent = Object.keys(totals)
		.toSorted((a, b) => (totals[b] ?? 0) - (totals[a] ?? 0))
		.slice(0, mostOutcomes);
	const shown = orderedOutcomes(totals).filter((key) => frequent.includes(key));
	const labels = shown.map((key) => outcomeLook(key).label);
	const labelWidth = Math.max('fault'.length, ...labels.map((label) => label.length));
	const room = (width === 0 ? 100 : width) - labelWidth - '     12345/s '.length;
	if (shown.length === 0 || room < fewestColumns) {
		return [];
	}

	const grid = gridOf(trace, Math.min(mostColumns, room));
	const series = shown.map((key) => grid.columns.map((column) => (column[key] ?? 0) * (1000 / grid.columnMs)));
	const top = Math.max(...series.flat());
	const lines = series.map((perSecond, index) => {
		const key = shown[index] ?? '';
		const rate = `${Math.round(perSecond.at(-1) ?? 0)}/s`;
		return `  ${(labels[index] ?? '').padEnd(labelWidth)}  ${paint.tone(toneOf(key), sparkline(perSecond, unicode, top).padEnd(grid.width))} ${rate.padStart(7)}`;
	});
	const band = bandOf(trace, grid, unicode);
	return [...lines, ...(band === '' ? [] : [`  ${paint.tone('dim', 'fault'.padEnd(labelWidth))}  ${paint.tone('yellow', band)}`])];
}

interface Grid {
	readonly fromMs: number;
	readonly columnMs: number;
	readonly columns: readonly Readonly<Record<string, number>>[];
	/** Columns of the whole run, as far as they are shown. */
	readonly width: number;
}

/** The whole run where it has room, else the last of it. Only whole columns, so that none grows under the reader's eyes. */
function gridOf({fromMs, bucketMs, buckets, plannedMs}: LiveTrace, most: number): Grid {
	const perColumn = Math.max(1, Math.min(Math.floor(longestColumnMs / bucketMs), Math.ceil(plannedMs / bucketMs / most)));
	const whole = Math.floor(buckets.length / perColumn);
	const first = Math.max(0, whole - most);
	const columns = Array.from({length: whole - first}, (_, index) => {
		const sum: Record<string, number> = {};
		for (const bucket of buckets.slice((first + index) * perColumn, (first + index + 1) * perColumn)) {
			for (const [key, count] of Object.entries(bucket)) sum[key] = (sum[key] ?? 0) + count;
		}

		return sum;
	});
	const columnMs = perColumn * bucketMs;
	return {
		fromMs: fromMs + first * columnMs,
		columnMs,
		columns,
		width: Math.min(most, Math.max(columns.length, Math.ceil(plannedMs / columnMs))),
	};
}

/** Empty where it was not in effect in what is shown. */
function bandOf({fault}: LiveTrace, {fromMs, columnMs, columns}: Grid, unicode: boolean): string {
	if (fault === null) {
		return '';
	}

	const place = (atMs: number) => Math.round((atMs - fromMs) / columnMs);
	const first = place(fault.fromMs);
	// However short it was, it is seen.
	const end = fault.toMs === null ? columns.length : Math.max(place(fault.toMs), first + 1);
	const [from, to] = [Math.max(0, first), Math.min(columns.length, end)];
	return from >= to ? '' : ' '.repeat(from) + (unicode ? '━' : '=').repeat(to - from);
}

function toneOf(key: string): 'green' | 'red' {
	return isGoodStatus(key) ? 'green' : 'red';
}

function plain(text: string): readonly [string, string] {
	return [text, text];
}

function bar(share: number, cells: number, unicode: boolean): string {
	const full = Math.round(share * cells);
	return unicode ? '━'.repeat(full) + '─'.repeat(cells - full) : `[${'#'.repeat(full)}${'.'.repeat(cells - full)}]`;
}

function wholeSeconds(ms: number): string {
	return `${(ms / 1000).toFixed(0)} s`;
}
