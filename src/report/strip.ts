// A run at a glance for the table of runs: one thin bar over its time, green where all was answered with 2xx, else by the most frequent failure.
import {meets, timeScale} from './chart-scale.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import {isGoodStatus, orderedOutcomes, outcomeLook} from './outcome-look.ts';
import {lastWindow} from './run-phrases.ts';
import type {ChartBucket, RunReport} from './report.ts';

export function renderStrip(run: RunReport): Markup {
	if (run.chart.length === 0) {
		return nothing;
	}

	const time = timeScale(run.chart, lastWindow(run).toMs);
	const parts: {look: string; fromMs: number; toMs: number}[] = [];
	for (const bucket of run.chart) {
		const look = bucketLook(bucket);
		const last = parts.at(-1);
		if (last?.look === look && meets(last.toMs, bucket.atMs)) {
			last.toMs = bucket.atMs + time.bucketMs;
		} else {
			parts.push({look, fromMs: bucket.atMs, toMs: bucket.atMs + time.bucketMs});
		}
	}

	const rects = parts.map(({look, fromMs, toMs}) => {
		const x = time.x(fromMs);
		return markup`<rect class="${look}" x="${x.toFixed(2)}%" width="${(time.x(toMs) - x).toFixed(2)}%" height="16"/>`;
	});
	return markup`<svg class="strip" width="100%" height="16" aria-hidden="true">${rects}</svg>`;
}

function bucketLook({outcomes}: ChartBucket): string {
	const keys = orderedOutcomes(outcomes);
	const failures = keys.filter((key) => !isGoodStatus(key)).toSorted((a, b) => (outcomes[b] ?? 0) - (outcomes[a] ?? 0));
	const [worst] = failures;
	if (worst === undefined) {
		return keys.length === 0 ? 'fill-none' : 'fill-good';
	}

	return `fill-${outcomeLook(worst).look}`;
}
