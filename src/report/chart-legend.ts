// The words for every fill and line of a chart, with how many requests each outcome had.
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import {orderedOutcomes, outcomeLook} from './outcome-look.ts';
import type {RunReport} from './report.ts';

export function legend(run: RunReport): Markup {
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
