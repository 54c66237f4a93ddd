// Lanes above the plots: the fault as observed and as asked for, the outages with their uncertain edges, the recovery, and events.
import type {PageRunData} from '../page-data.ts';
import type {RunEvent} from '../report.ts';
import {lineSwatch} from './fill-swatch.ts';
import {drawUpright} from './pen.ts';
import type {Pen} from './pen.ts';
import type {Plot} from './timeline.ts';

const lanes = {events: 0.5, outage: 1.5, fault: 2.5} as const;

export function lanePlot(run: PageRunData): Plot {
	const names = Object.keys(lanes);
	return {
		title: 'What happened',
		legend: [
			...(run.fault?.inject ? [lineSwatch('line-requested', 'fault asked for')] : []),
			...(run.recovery !== null && 'atMs' in run.recovery ? [lineSwatch('line-recovered', 'recovered')] : []),
		],
		height: 84,
		range: [0, 3],
		ticks: Object.values(lanes),
		tickText: (value) => names[Math.floor(value)] ?? '',
		drawBelow: (pen) => drawMarks(pen, run),
		draw: (pen) => {
			drawFault(pen, run);
			for (const outage of run.outages) {
				const end = outage.edges.to;
				drawSpan(pen, {
					lane: lanes.outage,
					fromMs: outage.edges.from[0],
					toMs: end === null ? Number.POSITIVE_INFINITY : end[1],
					colour: `${pen.colours.bad}66`,
				});
				drawSpan(pen, {
					lane: lanes.outage,
					fromMs: outage.fromMs,
					toMs: end === null ? Number.POSITIVE_INFINITY : outage.toMs,
					colour: pen.colours.bad,
				});
			}

			if (run.recovery !== null && 'atMs' in run.recovery) {
				drawDot(pen, pen.x(run.recovery.atMs), pen.y(lanes.outage), 5, pen.colours.good);
			}

			for (const event of run.events) {
				drawEvent(pen, event);
			}
		},
	};
}

/** In every plot: the stretch of the fault, when it was asked for and back, and the recovery. */
export function drawMarks(pen: Pen, {fault, recovery}: PageRunData): void {
	const span = spanOf(fault);
	if (span !== null) {
		const {context} = pen;
		const left = pen.x(span.fromMs);
		context.fillStyle = pen.colours.tint;
		context.fillRect(left, pen.top, Math.min(pen.right, pen.x(span.toMs)) - left, pen.bottom - pen.top);
	}

	for (const instant of [fault?.inject, fault?.clear]) {
		if (instant) {
			drawUpright(pen, instant.requestedMs, {colour: pen.colours.quiet, width: 1, dash: [2, 3]});
			drawUpright(pen, instant.effectiveMs, {colour: pen.colours.ink, width: 1});
		}
	}

	if (recovery !== null && 'atMs' in recovery) {
		drawUpright(pen, recovery.atMs, {colour: pen.colours.good, width: 2, dash: [6, 3]});
	}
}

function spanOf(fault: PageRunData['fault']): {readonly fromMs: number; readonly toMs: number} | null {
	return fault?.inject ? {fromMs: fault.inject.effectiveMs, toMs: fault.clear?.effectiveMs ?? Number.POSITIVE_INFINITY} : null;
}

function drawFault(pen: Pen, {fault}: PageRunData): void {
	const span = spanOf(fault);
	if (span === null || fault === null) {
		return;
	}

	// A story of several has a band for each of its parts, and a pale one for the whole.
	drawSpan(pen, {lane: lanes.fault, ...span, colour: fault.parts === undefined ? pen.colours.band : `${pen.colours.band}55`});
	for (const {fromMs, toMs} of fault.parts ?? []) {
		drawSpan(pen, {lane: lanes.fault, fromMs, toMs, colour: pen.colours.band});
	}
}

function drawSpan(
	pen: Pen,
	{lane, fromMs, toMs, colour}: {readonly lane: number; readonly fromMs: number; readonly toMs: number; readonly colour: string},
): void {
	const height = 14 * pen.ratio;
	const left = pen.x(fromMs);
	const right = Number.isFinite(toMs) ? pen.x(toMs) : pen.right;
	pen.context.fillStyle = colour;
	pen.context.beginPath();
	pen.context.roundRect(left, pen.y(lane) - height / 2, Math.max(3 * pen.ratio, right - left), height, 3 * pen.ratio);
	pen.context.fill();
}

/** A shape for each kind: a diamond for containers, a dot for processes, a bar for log lines, a square for counters. */
function drawEvent(pen: Pen, {kind, atMs, toMs}: RunEvent): void {
	const {context, ratio, colours} = pen;
	const [x, y] = [pen.x(atMs), pen.y(lanes.events)];
	const size = 4.5 * ratio;
	if (kind === 'process') {
		drawDot(pen, x, y, 4, colours.ink);
		return;
	}

	context.fillStyle = kind === 'log' ? colours.unsure : kind === 'container' ? colours.link : colours.quiet;
	context.beginPath();
	if (kind === 'log') {
		context.roundRect(x - 1.5 * ratio, y + 5 * ratio, Math.max(3 * ratio, pen.x(toMs) - x), 4 * ratio, 2 * ratio);
	} else if (kind === 'container') {
		context.moveTo(x, y - size);
		context.lineTo(x + size, y);
		context.lineTo(x, y + size);
		context.lineTo(x - size, y);
	} else {
		context.rect(x - size * 0.8, y - size * 0.8, size * 1.6, size * 1.6);
	}

	context.fill();
}

function drawDot(pen: Pen, x: number, y: number, radius: number, colour: string): void {
	const {context, ratio, colours} = pen;
	context.beginPath();
	context.arc(x, y, radius * ratio, 0, 2 * Math.PI);
	context.fillStyle = colour;
	context.fill();
	context.lineWidth = 1.5 * ratio;
	context.strokeStyle = colours.card;
	context.stroke();
}
