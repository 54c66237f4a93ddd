// The two plots of a chart: outcomes stacked for each bucket, and latency below.
import {chartColumns} from './chart-columns.ts';
import {chartHeight, countY, latencyPlot, percent} from './chart-layout.ts';
import {meets} from './chart-scale.ts';
import type {LogScale, TimeScale} from './chart-scale.ts';
import {markup} from './markup.ts';
import type {Markup} from './markup.ts';
import {isGoodStatus, orderedOutcomes, outcomeLook} from './outcome-look.ts';
import type {ChartBucket} from './report.ts';

export function outcomeColumns(buckets: readonly ChartBucket[], time: TimeScale, highest: number): Markup {
	const rects = chartColumns(buckets).map(({key, fromMs, toMs, below, count}) => {
		// Whole pixels, so that no seam shows between two outcomes.
		const top = Math.round(countY(below + count, highest));
		const height = Math.round(countY(below, highest)) - top;
		const width = time.x(toMs) - time.x(fromMs);
		return markup`<rect class="fill-${outcomeLook(key).look}" x="${percent(time.x(fromMs))}" y="${top}" width="${percent(width)}" height="${height}"/>`;
	});
	return markup`<g class="columns">${rects}</g>`;
}

/** The upper edge of what was good: the fill itself is pale, so that failures stand out. */
export function goodEdge(buckets: readonly ChartBucket[], time: TimeScale, highest: number): Markup {
	const edge = stepPath(buckets, time, ({outcomes}) => {
		const good = orderedOutcomes(outcomes).filter(isGoodStatus);
		const count = good.reduce((sum, key) => sum + (outcomes[key] ?? 0), 0);
		return count === 0 ? null : Math.round(countY(count, highest));
	});
	return stretched(markup`<path class="good-edge" vector-effect="non-scaling-stroke" d="${edge}"/>`);
}

export function latencyLines(buckets: readonly ChartBucket[], time: TimeScale, scale: LogScale): Markup {
	const p99 = stepPath(buckets, time, ({p99Ms}) => (p99Ms === null ? null : latencyPlot.top + scale.y(p99Ms)));
	const p50 = stepPath(buckets, time, ({p50Ms}) => (p50Ms === null ? null : latencyPlot.top + scale.y(p50Ms)));
	return stretched(
		markup`<path class="p99" vector-effect="non-scaling-stroke" d="${p99}"/><path class="p50" vector-effect="non-scaling-stroke" d="${p50}"/>`,
	);
}

/** Steps, not slopes: each value stands for its whole bucket. Null leaves a gap. In x the unit is a thousandth of the width. */
function stepPath(buckets: readonly ChartBucket[], time: TimeScale, pick: (bucket: ChartBucket) => number | null): string {
	let text = '';
	let openUntilMs = Number.NaN;
	for (const bucket of buckets) {
		const y = pick(bucket);
		if (y !== null) {
			const endMs = bucket.atMs + time.bucketMs;
			const start = meets(openUntilMs, bucket.atMs) ? 'V' : `M${thousandth(time.x(bucket.atMs))} `;
			text += `${start}${Number(y.toFixed(1))}H${thousandth(time.x(endMs))}`;
			openUntilMs = endMs;
		}
	}

	return text;
}

function stretched(content: Markup): Markup {
	return markup`<svg width="100%" height="${chartHeight}" viewBox="0 0 1000 ${chartHeight}" preserveAspectRatio="none" overflow="visible">${content}</svg>`;
}

function thousandth(percentage: number): number {
	return Number((percentage * 10).toFixed(1));
}
