// What is going on right now. On a terminal a few lines are rewritten in place; on a pipe or in CI a plain line tells of each new phase, no more.
import {renderRun} from './console.ts';
import {createPaint} from './console-paint.ts';
import {renderLive} from './live-view.ts';
import type {LiveSize, LiveState, LiveTrace} from './live-view.ts';
import {printable} from './printable.ts';
import type {RunReport} from './report.ts';
import type {Terminal} from './terminal.ts';

export type {LiveTrace} from './live-view.ts';

export interface ProgressUpdate extends Omit<LiveState, 'trace'> {
	/** Asked for only when it is shown. */
	readonly trace?: () => LiveTrace | null;
}

export interface ProgressOptions {
	readonly stream: {write(text: string): unknown};
	readonly terminal: Terminal;
	/** Monotonic ms. */
	readonly nowMs: () => number;
	/** Of the terminal now: people change it. Default: as wide as it was, and high enough. */
	readonly size?: () => LiveSize;
	/** Shortest time between two rewrites of the live lines. Default 100. */
	readonly refreshMs?: number;
	/** Width of the name column of finished runs. Default 0: not lined up. */
	readonly nameWidth?: number;
}

export interface Progress extends Disposable {
	update(update: ProgressUpdate): void;
	/** A line that stays, such as `image gatequake/nginx built in 12 s`. */
	message(text: string): void;
	/** Prints the finished run and forgets the live lines. */
	runDone(run: RunReport): void;
	/** Takes the live lines away, gives the cursor back, and shows none from now on: what follows is for others to say. */
	interrupt(): void;
}

const eraseToEndOfLine = '\u001B[K';
const eraseToEndOfScreen = '\u001B[J';
const hideCursor = '\u001B[?25l';
const showCursor = '\u001B[?25h';

/** Disposing it gives the cursor back; the last line that was printed stays. */
export function createProgress({stream, terminal, nowMs, size, refreshMs = 100, nameWidth = 0}: ProgressOptions): Progress {
	const paint = createPaint(terminal);
	const sizeNow = size ?? (() => ({width: terminal.width, height: Number.POSITIVE_INFINITY}));
	let shownLines = 0;
	let isInterrupted = false;
	let lastPhase = '';
	let lastDrawnMs = Number.NEGATIVE_INFINITY;

	const toFirstLine = (): string => (shownLines > 1 ? `\r\u001B[${shownLines - 1}A` : '\r');
	const clearLines = (): void => {
		if (shownLines > 0) {
			stream.write(`${toFirstLine()}${eraseToEndOfScreen}${showCursor}`);
			shownLines = 0;
		}
	};

	// One write, each line erased behind its new text and not before it: nothing flickers.
	const draw = (update: ProgressUpdate): void => {
		const {width, height} = sizeNow();
		const lines = renderLive({...update, trace: update.trace?.() ?? null}, {width, height}, paint, terminal.unicode);
		const text = lines.map((line) => `${paint.finish(line)}${eraseToEndOfLine}`).join('\n');
		stream.write(`${shownLines === 0 ? hideCursor : ''}${toFirstLine()}${text}${lines.length < shownLines ? eraseToEndOfScreen : ''}`);
		shownLines = lines.length;
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

			if (!isInterrupted && (isNewPhase || nowMs() - lastDrawnMs >= refreshMs)) {
				lastDrawnMs = nowMs();
				draw(update);
			}
		},
		message(text) {
			clearLines();
			stream.write(paint.finish(`${text.split('\n').map(printable).join('\n')}\n`));
		},
		runDone(run) {
			clearLines();
			lastPhase = '';
			stream.write(renderRun(run, terminal, nameWidth));
		},
		interrupt() {
			isInterrupted = true;
			clearLines();
		},
		[Symbol.dispose]: clearLines,
	};
}
