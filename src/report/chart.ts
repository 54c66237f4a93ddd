// The picture of one run: lanes for the fault and the outages, what clients got in each 100 ms, and latency below, on one time axis.
// Widths are percent and heights px, so that the chart stretches with the page while its text and patterns keep their size.
import {grid, gutter} from './chart-axes.ts';
import {columnText} from './chart-columns.ts';
import {chartHeight, latencyPlot, percent, seconds} from './chart-layout.ts';
import {legend} from './chart-legend.ts';
import {faultMarks, faultTint, outageMarks, recoveryMark} from './chart-marks.ts';
import {goodEdge, latencyLines, outcomeColumns} from './chart-plots.ts';
import {latencyScale, timeScale} from './chart-scale.ts';
import type {TimeScale} from './chart-scale.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import type {ChartBucket, RunReport} from './report.ts';
import {clientsSaw, lastWindow, outagePhrase, recoveryPhrase, runName} from './run-phrases.ts';

/** `key` is unique in the page: it names the chart's parts for assistive technology. */
export function renderChart(run: RunReport, key: string): Markup {
	if (run.chart.length === 0) {
		return markup`<p class="quiet">No requests were sent, so there is no chart.</p>`;
	}

	const time = timeScale(run.chart, lastWindow(run).toMs);
	const latency = latencyScale(run.chart, latencyPlot.height);
	const highest = Math.max(1, ...run.chart.map(bucketTotal));
	const drawn = withLevelEnd(run.chart, time, highest);
	return markup`<figure class="chart">
<div class="plot">
${gutter(highest, time, latency)}
<svg class="area" width="100%" height="${chartHeight}" role="img" aria-labelledby="${key}-t ${key}-d">
<title id="${key}-t">Outcomes and latency over time: ${runName(run)}</title>
<desc id="${key}-d">${description(run, time)}</desc>
${faultTint(run, time)}
${grid(highest, time, latency)}
${outcomeColumns(drawn, time, highest)}
${goodEdge(drawn, time, highest)}
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

function hitAreas(buckets: readonly ChartBucket[], time: TimeScale): Markup {
	const areas = buckets.map(
		(bucket) =>
			markup`<rect x="${percent(time.x(bucket.atMs))}" width="${percent(time.x(bucket.atMs + time.bucketMs) - time.x(bucket.atMs))}" height="100%"><title>${columnText(bucket, time.bucketMs)}</title></rect>`,
	);
	return markup`<g class="hits">${areas}</g>`;
}

/** The plot shows a rate: what came in a bucket that is cut short is drawn as high as it would be in a whole one, but never above the rest. */
function withLevelEnd(buckets: readonly ChartBucket[], time: TimeScale, highest: number): readonly ChartBucket[] {
	const last = buckets.at(-1);
	if (last === undefined || time.toMs - last.atMs >= time.bucketMs) {
		return buckets;
	}

	const factor = Math.min(time.bucketMs / (time.toMs - last.atMs), highest / Math.max(1, bucketTotal(last)));
	const outcomes = Object.fromEntries(Object.entries(last.outcomes).map(([key, count]) => [key, count * factor]));
	return [...buckets.slice(0, -1), {...last, outcomes}];
}

function bucketTotal({outcomes}: ChartBucket): number {
	return Object.values(outcomes).reduce((sum, count) => sum + count, 0);
}
