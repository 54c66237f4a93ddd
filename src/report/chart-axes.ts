// The axes of a chart: labels in a drawing of their own, which does not stretch, and the lines and times across the one that does.
import {bottom, chartHeight, countY, lane, latencyPlot, outcomePlot, percent, seconds} from './chart-layout.ts';
import {niceStep} from './chart-scale.ts';
import type {LogScale, TimeScale} from './chart-scale.ts';
import {formatDuration} from './format-duration.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';

/** Labels of the vertical axes, in a drawing of their own beside the stretching one. */
export function gutter(highest: number, time: TimeScale, latency: LogScale | null): Markup {
	const counts = countTicks(highest).map((count) => gutterText(countY(count, highest), String(count)));
	const latencies = (latency?.ticksMs ?? []).map((tick) => gutterText(latencyPlot.top + (latency?.y(tick) ?? 0), tickText(tick)));
	return markup`<svg class="gutter" width="63" height="${chartHeight}" aria-hidden="true">
${gutterText(lane.fault + 7, 'fault')}${gutterText(lane.outage + 7, 'outage')}${counts}${latencies}
${uprightText(outcomePlot, `requests per ${formatDuration(time.bucketMs)}`)}${latency === null ? nothing : uprightText(latencyPlot, 'latency')}
</svg>`;
}

export function grid(highest: number, time: TimeScale, latency: LogScale | null): Markup {
	const counts = countTicks(highest).map((count) => gridLine(countY(count, highest)));
	const latencies = (latency?.ticksMs ?? []).map((tick) => gridLine(latencyPlot.top + (latency?.y(tick) ?? 0)));
	const ticks = time.ticksMs.map((tick) => {
		const x = time.x(tick);
		const anchor = x < 2 ? 'start' : x > 97 ? 'end' : 'middle';
		return markup`<line class="tick" x1="${percent(x)}" x2="${percent(x)}" y1="${bottom}" y2="${bottom + 5}"/><text x="${percent(x)}" y="${bottom + 19}" text-anchor="${anchor}">${seconds(tick)}</text>`;
	});
	return markup`${counts}${latencies}${ticks}`;
}

function gutterText(y: number, text: string): Markup {
	return markup`<text x="57" y="${y + 4}" text-anchor="end">${text}</text>`;
}

function uprightText({top, height}: {readonly top: number; readonly height: number}, text: string): Markup {
	const middle = top + height / 2;
	return markup`<text x="8" y="${middle}" transform="rotate(-90 8 ${middle})" text-anchor="middle">${text}</text>`;
}

function gridLine(y: number): Markup {
	return markup`<line class="grid" x1="0" x2="100%" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>`;
}

function countTicks(highest: number): readonly number[] {
	const step = Math.max(1, niceStep(highest / 4));
	return Array.from({length: Math.floor(highest / step) + 1}, (_, index) => index * step);
}

/** Ticks are powers of ten: `0.1 ms`, `100 ms`, `1 s`. */
function tickText(ms: number): string {
	return ms < 1000 ? `${Number(ms.toPrecision(1))} ms` : `${ms / 1000} s`;
}
