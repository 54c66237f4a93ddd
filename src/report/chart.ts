// The picture of one run: lanes for the fault and the outages, what clients got in each 100 ms, and latency below, on one time axis.
// Widths are percent and heights px, so that the chart stretches with the page while its text and patterns keep their size.
import {chartColumns, columnText} from './chart-columns.ts';
import {latencyScale, niceStep, timeScale} from './chart-scale.ts';
import type {LogScale, TimeScale} from './chart-scale.ts';
import {formatDuration} from './format-duration.ts';
import {Markup, markup, nothing} from './markup.ts';
import {isGoodStatus, orderedOutcomes, outcomeLook} from './outcome-look.ts';
import type {ChartBucket, RunReport} from './report.ts';
import {clientsSaw, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';

const lane = {fault: 4, outage: 26, height: 14} as const;
const outcomePlot = {top: 54, height: 190} as const;
const latencyPlot = {top: 272, height: 110} as const;
const bottom = latencyPlot.top + latencyPlot.height;
const chartHeight = bottom + 26;

/** `key` is unique in the page: it names the chart's parts for assistive technology. */
export function renderChart(run: RunReport, key: string): Markup {
	if (run.chart.length === 0) {
		return markup`<p class="quiet">No requests were sent, so there is no chart.</p>`;
	}

	const time = timeScale(run.chart);
	const latency = latencyScale(run.chart, latencyPlot.height);
	const highest = Math.max(1, ...run.chart.map(bucketTotal));
	return markup`<figure class="chart">
<div class="plot">
${gutter(highest, time, latency)}
<svg class="area" width="100%" height="${chartHeight}" role="img" aria-labelledby="${key}-t ${key}-d">
<title id="${key}-t">Outcomes and latency over time: ${runName(run)}</title>
<desc id="${key}-d">${description(run, time)}</desc>
${faultTint(run, time)}
${grid(highest, time, latency)}
${outcomeColumns(run.chart, time, highest)}
${goodEdge(run.chart, time, highest)}
${latency === null ? nothing : latencyLines(run.chart, time, latency)}
${faultMarks(run, time)}
${outageMarks(run, time)}
${recoveryMark(run, time)}
${hitAreas(run.chart, time)}
</svg>
</div>
${legend(run)}
</figure>`;
}

function description(run: RunReport, time: TimeScale): string {
	const fault = run.fault?.inject;
	const faultText = fault
		? `The fault took effect at ${seconds(fault.effectiveMs)}${run.fault?.clear ? ` and was gone at ${seconds(run.fault.clear.effectiveMs)}` : ''}.`
		: 'No fault was injected.';
	const after = recoveryPhrase(run);
	return `From ${seconds(time.fromMs)} to ${seconds(time.toMs)}. ${faultText} Clients saw: ${clientsSaw(run)}. ${outagePhrase(run)}.${after === '' ? '' : ` ${after}.`}`;
}

/** Labels of the vertical axes, in a drawing of their own beside the stretching one. */
function gutter(highest: number, time: TimeScale, latency: LogScale | null): Markup {
	const counts = countTicks(highest).map((count) => gutterText(countY(count, highest), String(count)));
	const latencies = (latency?.ticksMs ?? []).map((tick) => gutterText(latencyPlot.top + (latency?.y(tick) ?? 0), tickText(tick)));
	return markup`<svg class="gutter" width="63" height="${chartHeight}" aria-hidden="true">
${gutterText(lane.fault + 7, 'fault')}${gutterText(lane.outage + 7, 'outage')}${counts}${latencies}
${uprightText(outcomePlot, `requests per ${formatDuration(time.bucketMs)}`)}${latency === null ? nothing : uprightText(latencyPlot, 'latency')}
</svg>`;
}

function gutterText(y: number, text: string): Markup {
	return markup`<text x="57" y="${y + 4}" text-anchor="end">${text}</text>`;
}

function uprightText({top, height}: {readonly top: number; readonly height: number}, text: string): Markup {
	const middle = top + height / 2;
	return markup`<text x="8" y="${middle}" transform="rotate(-90 8 ${middle})" text-anchor="middle">${text}</text>`;
}

function faultTint(run: RunReport, time: TimeScale): Markup {
	const span = faultSpan(run, time);
	return span === null
		? nothing
		: markup`<rect class="tint" x="${percent(span.from)}" y="${outcomePlot.top}" width="${percent(span.to - span.from)}" height="${bottom - outcomePlot.top}"/>`;
}

function grid(highest: number, time: TimeScale, latency: LogScale | null): Markup {
	const counts = countTicks(highest).map((count) => gridLine(countY(count, highest)));
	const latencies = (latency?.ticksMs ?? []).map((tick) => gridLine(latencyPlot.top + (latency?.y(tick) ?? 0)));
	const ticks = time.ticksMs.map((tick) => {
		const x = time.x(tick);
		const anchor = x < 2 ? 'start' : x > 97 ? 'end' : 'middle';
		return markup`<line class="tick" x1="${percent(x)}" x2="${percent(x)}" y1="${bottom}" y2="${bottom + 5}"/><text x="${percent(x)}" y="${bottom + 19}" text-anchor="${anchor}">${seconds(tick)}</text>`;
	});
	return markup`${counts}${latencies}${ticks}`;
}

function gridLine(y: number): Markup {
	return markup`<line class="grid" x1="0" x2="100%" y1="${y.toFixed(1)}" y2="${y.toFixed(1)}"/>`;
}

function outcomeColumns(buckets: readonly ChartBucket[], time: TimeScale, highest: number): Markup {
	const rects = chartColumns(buckets).map(({key, fromMs, toMs, below, count}) => {
		// Whole pixels, so that no seam shows between two outcomes.
		const top = Math.round(countY(below + count, highest));
		const height = Math.round(countY(below, highest)) - top;
		const width = time.x(toMs) - time.x(fromMs);
		return markup`<rect class="fill-${outcomeLook(key).look}" x="${percent(time.x(fromMs))}" y="${top}" width="${percent(width)}" height="${height}"/>`;
	});
	return markup`<g class="columns">${rects}</g>`;
}

function latencyLines(buckets: readonly ChartBucket[], time: TimeScale, scale: LogScale): Markup {
	const p99 = stepPath(buckets, time, ({p99Ms}) => (p99Ms === null ? null : latencyPlot.top + scale.y(p99Ms)));
	const p50 = stepPath(buckets, time, ({p50Ms}) => (p50Ms === null ? null : latencyPlot.top + scale.y(p50Ms)));
	return stretched(
		markup`<path class="p99" vector-effect="non-scaling-stroke" d="${p99}"/><path class="p50" vector-effect="non-scaling-stroke" d="${p50}"/>`,
	);
}

/** The upper edge of what was good: the fill itself is pale, so that failures stand out. */
function goodEdge(buckets: readonly ChartBucket[], time: TimeScale, highest: number): Markup {
	const edge = stepPath(buckets, time, ({outcomes}) => {
		const good = orderedOutcomes(outcomes).filter(isGoodStatus);
		const count = good.reduce((sum, key) => sum + (outcomes[key] ?? 0), 0);
		return count === 0 ? null : Math.round(countY(count, highest));
	});
	return stretched(markup`<path class="good-edge" vector-effect="non-scaling-stroke" d="${edge}"/>`);
}

/** Steps, not slopes: each value stands for its whole bucket. Null leaves a gap. In x the unit is a thousandth of the width. */
function stepPath(buckets: readonly ChartBucket[], time: TimeScale, pick: (bucket: ChartBucket) => number | null): string {
	let text = '';
	let openUntilMs = Number.NaN;
	for (const bucket of buckets) {
		const y = pick(bucket);
		if (y !== null) {
			const endMs = bucket.atMs + time.bucketMs;
			const start = openUntilMs === bucket.atMs ? 'V' : `M${thousandth(time.x(bucket.atMs))} `;
			text += `${start}${Number(y.toFixed(1))}H${thousandth(time.x(endMs))}`;
			openUntilMs = endMs;
		}
	}

	return text;
}

function stretched(content: Markup): Markup {
	return markup`<svg width="100%" height="${chartHeight}" viewBox="0 0 1000 ${chartHeight}" preserveAspectRatio="none" overflow="visible">${content}</svg>`;
}

/** The band is what was observed; the dashed lines are when the harness asked. */
function faultMarks(run: RunReport, time: TimeScale): Markup {
	const span = faultSpan(run, time);
	if (span === null || !run.fault) {
		return nothing;
	}

	const upright = (atMs: number, kind: string, top: number): Markup =>
		markup`<line class="${kind}" x1="${percent(time.x(atMs))}" x2="${percent(time.x(atMs))}" y1="${top}" y2="${bottom}"/>`;
	const instants = [run.fault.inject, run.fault.clear].filter((instant) => instant !== null);
	return markup`<rect class="band" x="${percent(span.from)}" y="${lane.fault}" width="${percent(span.to - span.from)}" height="${lane.height}" rx="3"/>
${instants.map(({requestedMs}) => upright(requestedMs, 'requested', lane.fault - 3))}${instants.map(({effectiveMs}) => upright(effectiveMs, 'effective', lane.fault))}`;
}

function outageMarks(run: RunReport, time: TimeScale): Markup {
	const marks = run.outages.map(({fromMs, toMs}) => {
		const width = Math.max(0.2, time.x(toMs) - time.x(fromMs));
		return markup`<rect class="outage" x="${percent(time.x(fromMs))}" y="${lane.outage}" width="${percent(width)}" height="${lane.height}" rx="3"/>`;
	});
	return markup`<line class="lane" x1="0" x2="100%" y1="${lane.outage + lane.height / 2}" y2="${lane.outage + lane.height / 2}"/>${marks}`;
}

function recoveryMark(run: RunReport, time: TimeScale): Markup {
	if (run.recovery === null || 'notWithinMs' in run.recovery) {
		return nothing;
	}

	const x = percent(time.x(run.recovery.atMs));
	const middle = lane.outage + lane.height / 2;
	return markup`<line class="recovered" x1="${x}" x2="${x}" y1="${middle}" y2="${bottom}"/><circle class="recovered-dot" cx="${x}" cy="${middle}" r="5"/>`;
}

function hitAreas(buckets: readonly ChartBucket[], time: TimeScale): Markup {
	const width = percent(time.x(time.fromMs + time.bucketMs));
	const areas = buckets.map(
		(bucket) =>
			markup`<rect x="${percent(time.x(bucket.atMs))}" width="${width}" height="100%"><title>${columnText(bucket, time.bucketMs)}</title></rect>`,
	);
	return markup`<g class="hits">${areas}</g>`;
}

function legend(run: RunReport): Markup {
	const totals: Record<string, number> = {};
	for (const {outcomes} of run.chart) {
		for (const [key, count] of Object.entries(outcomes)) {
			totals[key] = (totals[key] ?? 0) + count;
		}
	}

	const entries = orderedOutcomes(totals).map(
		(key) =>
			markup`<li><svg class="swatch" width="18" height="14" aria-hidden="true"><rect class="fill-${outcomeLook(key).look}" width="18" height="14" rx="3"/></svg>${outcomeLook(key).label} <span class="quiet">${totals[key] ?? 0}</span></li>`,
	);
	const asked = run.fault?.inject ? legendLine('requested', 'fault asked for') : nothing;
	const recovered = run.recovery && 'atMs' in run.recovery ? legendLine('recovered', 'recovered') : nothing;
	return markup`<figcaption><ul class="legend">${entries}${legendLine('p50', 'latency p50')}${legendLine('p99', 'latency p99')}${asked}${recovered}</ul></figcaption>`;
}

function legendLine(name: string, label: string): Markup {
	return markup`<li><svg class="swatch" width="18" height="14" aria-hidden="true"><line class="${name}" x1="0" x2="18" y1="7" y2="7"/></svg>${label}</li>`;
}

function faultSpan(run: RunReport, time: TimeScale): {readonly from: number; readonly to: number} | null {
	const inject = run.fault?.inject;
	return inject ? {from: time.x(inject.effectiveMs), to: time.x(run.fault?.clear?.effectiveMs ?? time.toMs)} : null;
}

function bucketTotal({outcomes}: ChartBucket): number {
	return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}

function countTicks(highest: number): readonly number[] {
	const step = Math.max(1, niceStep(highest / 4));
	return Array.from({length: Math.floor(highest / step) + 1}, (_, index) => index * step);
}

function countY(count: number, highest: number): number {
	return outcomePlot.top + outcomePlot.height * (1 - count / highest);
}

function thousandth(percentage: number): number {
	return Number((percentage * 10).toFixed(1));
}

function percent(value: number): string {
	return `${Number(value.toFixed(3))}%`;
}

/** Ticks are powers of ten: `0.1 ms`, `100 ms`, `1 s`. */
function tickText(ms: number): string {
	return ms < 1000 ? `${Number(ms.toPrecision(1))} ms` : `${ms / 1000} s`;
}

function seconds(ms: number): string {
	return `${Number((ms / 1000).toFixed(2))} s`;
}
