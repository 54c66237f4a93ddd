// What is going on right now. On a terminal one line is rewritten in place; on a pipe or in CI a plain line tells of each new phase, no more.
import {renderRun} from './console.ts';
import {createPaint} from './console-paint.ts';
import type {Paint} from './console-paint.ts';
import {isGoodStatus, orderedOutcomes, outcomeLook} from './outcome-look.ts';
import {printable} from './printable.ts';
import type {RunReport} from './report.ts';
import type {Terminal} from './terminal.ts';

export interface ProgressUpdate {
	readonly scenario: string;
	readonly gateway: string;
	/** Such as `topology up`, `baseline`, `fault`, `recovery`, `collect`. */
	readonly phase: string;
	readonly elapsedMs: number;
	/** Planned length of the whole run, or of the phase where the caller knows no more. 0 when unknown. */
	readonly plannedMs: number;
	/** Requests ended so far, by status or outcome name. */
	readonly counts: Readonly<Record<string, number>>;
}

export interface ProgressOptions {
	readonly stream: {write(text: string): unknown};
	readonly terminal: Terminal;
	/** Monotonic ms. */
	readonly nowMs: () => number;
	/** Shortest time between two rewrites of the live line. Default 100. */
	readonly refreshMs?: number;
	/** Width of the name column of finished runs. Default 0: not lined up. */
	readonly nameWidth?: number;
}

export interface Progress extends Disposable {
	update(update: ProgressUpdate): void;
	/** A line that stays, such as `image gatequake/nginx built in 12 s`. */
	message(text: string): void;
	/** Prints the finished run and forgets the live line. */
	runDone(run: RunReport): void;
}

const eraseLine = '\r\u001B[2K';
const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';

/** Disposing it gives the cursor back; the last line that was printed stays. */
export function createProgress({stream, terminal, nowMs, refreshMs = 100, nameWidth = 0}: ProgressOptions): Progress {
	const paint = createPaint(terminal);
	let isLineShown = false;
	let lastPhase = '';
	let lastDrawnMs = Number.NEGATIVE_INFINITY;

	const clearLine = (): void => {
		if (isLineShown) {
			stream.write(`${eraseLine}${showCursor}`);
			isLineShown = false;
		}
	};

	return {
		update(update) {
			const phase = `${update.scenario} · ${update.gateway} · ${update.phase}`;
			const isNewPhase = phase !== lastPhase;
			lastPhase = phase;
			if (!terminal.live) {
				if (isNewPhase) {
					stream.write(paint.finish(`${paint.tone('dim', `… ${printable(phase)}`)}\n`));
				}

				return;
			}

			if (isNewPhase || nowMs() - lastDrawnMs >= refreshMs) {
				lastDrawnMs = nowMs();
				stream.write(`${isLineShown ? '' : hideCursor}${eraseLine}${paint.finish(liveLine(update, paint, terminal))}`);
				isLineShown = true;
			}
		},
		message(text) {
			clearLine();
			stream.write(paint.finish(`${text.split('\n').map(printable).join('\n')}\n`));
		},
		runDone(run) {
			clearLine();
			lastPhase = '';
			stream.write(renderRun(run, terminal, nameWidth));
		},
		[Symbol.dispose]: clearLine,
	};
}

/** Never wider than the terminal: a line that wraps cannot be erased. What does not fit is left out from the end. */
function liveLine(update: ProgressUpdate, paint: Paint, {width, unicode}: Terminal): string {
	const share = update.plannedMs > 0 ? Math.min(1, update.elapsedMs / update.plannedMs) : 0;
	const time =
		update.plannedMs > 0 ? `${wholeSeconds(update.elapsedMs)} of ${wholeSeconds(update.plannedMs)}` : wholeSeconds(update.elapsedMs);
	const parts: readonly (readonly [plain: string, painted: string])[] = [
		plain(printable(`${update.scenario} · ${update.gateway}`)),
		[update.phase, paint.tone('blue', printable(update.phase))],
		...(update.plannedMs > 0 ? [plain(bar(share, 16, unicode))] : []),
		plain(time),
		...orderedOutcomes(update.counts).map((key): readonly [string, string] => {
			const text = `${outcomeLook(key).label} ${update.counts[key] ?? 0}`;
			return [text, isGoodStatus(key) ? paint.tone('green', text) : paint.tone('red', text)];
		}),
	];
	let used = 0;
	let line = '';
	for (const [text, painted] of parts) {
		const gap = line === '' ? '' : '  ';
		if (width > 0 && used + gap.length + text.length >= width - 1) {
			break;
		}

		used += gap.length + text.length;
		line += gap + painted;
	}

	return line;
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
