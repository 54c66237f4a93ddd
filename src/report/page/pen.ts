// What every plot draws with: places on its canvas, steps, spans and fills with patterns.
import {outcomeFills} from '../outcome-fills.ts';
import type {Palette, Scheme} from '../palette.ts';
import type {ThinColumn} from './thin.ts';

export interface Pen {
	readonly context: CanvasRenderingContext2D;
	readonly colours: Palette;
	readonly scheme: Scheme;
	/** Canvas pixels for each CSS pixel. */
	readonly ratio: number;
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
	x(atMs: number): number;
	y(value: number): number;
}

export interface StepLine {
	readonly colour: string;
	readonly width: number;
	readonly dash?: readonly number[];
}

/** One level for each column; a column without a value is a gap. */
export function drawSteps(
	pen: Pen,
	steps: readonly {readonly fromMs: number; readonly toMs: number; readonly value: number | null}[],
	line: StepLine,
): void {
	const {context, ratio} = pen;
	context.save();
	context.strokeStyle = line.colour;
	context.lineWidth = line.width * ratio;
	context.lineJoin = 'round';
	context.setLineDash((line.dash ?? []).map((length) => length * ratio));
	context.beginPath();
	let drawing = false;
	for (const {fromMs, toMs, value} of steps) {
		if (value === null) {
			drawing = false;
			continue;
		}

		const y = pen.y(value);
		if (drawing) {
			context.lineTo(pen.x(fromMs), y);
		} else {
			context.moveTo(pen.x(fromMs), y);
		}

		context.lineTo(pen.x(toMs), y);
		drawing = true;
	}

	context.stroke();
	context.restore();
}

/** Failures stand at least this high, however many requests the plot has room for. */
const leastHeight = 3;

export interface Stack {
	readonly look: string;
	readonly isFailure: boolean;
	readonly counts: readonly number[];
}

/** Stacks drawn from the foot up, a bar for each column. */
export function drawStacks(
	pen: Pen,
	columns: readonly (ThinColumn & {readonly fromMs: number; readonly toMs: number})[],
	stacks: readonly Stack[],
): void {
	const {context, ratio} = pen;
	for (const [place, {fromMs, toMs}] of columns.entries()) {
		const left = Math.round(pen.x(fromMs));
		const width = Math.max(ratio, Math.round(pen.x(toMs)) - left);
		let below = 0;
		let foot = Math.round(pen.y(0));
		for (const {look, isFailure, counts} of stacks) {
			const count = counts[place] ?? 0;
			if (count === 0) {
				continue;
			}

			below += count;
			const head = Math.min(Math.round(pen.y(below)), foot - (isFailure ? Math.round(leastHeight * ratio) : 0));
			context.fillStyle = fillOf(look, pen);
			context.fillRect(left, head, width, foot - head);
			foot = head;
		}
	}
}

export function drawUpright(pen: Pen, atMs: number, line: StepLine): void {
	const {context, ratio} = pen;
	context.save();
	context.strokeStyle = line.colour;
	context.lineWidth = line.width * ratio;
	context.setLineDash((line.dash ?? []).map((length) => length * ratio));
	context.beginPath();
	context.moveTo(pen.x(atMs), pen.top);
	context.lineTo(pen.x(atMs), pen.bottom);
	context.stroke();
	context.restore();
}

const patterns = new Map<string, CanvasPattern | string>();

/** The ground of an outcome with its pattern over it. */
export function fillOf(
	look: string,
	{context, scheme, ratio, colours}: Pick<Pen, 'context' | 'scheme' | 'ratio' | 'colours'>,
): CanvasPattern | string {
	const key = `${look} ${scheme} ${ratio}`;
	const known = patterns.get(key);
	if (known !== undefined) {
		return known;
	}

	const fill = outcomeFills[look] ?? outcomeFills['other'];
	const tile = document.createElement('canvas');
	const size = Math.max(1, Math.round((fill?.size ?? 4) * ratio));
	tile.width = size;
	tile.height = size;
	const brush = tile.getContext('2d');
	if (fill === undefined || brush === null) {
		return colours.quiet;
	}

	brush.scale(size / fill.size, size / fill.size);
	brush.fillStyle = fill[scheme];
	brush.fillRect(0, 0, fill.size, fill.size);
	brush.strokeStyle = colours.pattern;
	brush.fillStyle = colours.pattern;
	brush.lineWidth = 1.3;
	brush.stroke(new Path2D(fill.path));
	brush.beginPath();
	brush.arc(fill.size / 2, fill.size / 2, fill.dot, 0, 2 * Math.PI);
	brush.fill();
	const made = context.createPattern(tile, 'repeat') ?? fill[scheme];
	patterns.set(key, made);
	return made;
}
