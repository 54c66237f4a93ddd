// A run at a glance: one thin bar over its time, pale where all was answered with 2xx, else by the most frequent failure.
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';
import {isGoodStatus, outcomeLook} from './outcome-look.ts';
import type {RunChart} from './report.ts';

/** As many parts as a narrow bar can show, so that a long run costs no more than a short one. */
const mostParts = 60;
const height = 6;

export function renderStrip(chart: RunChart): Markup {
	if (chart.buckets === 0) {
		return nothing;
	}

	const each = Math.max(1, Math.ceil(chart.buckets / mostParts));
	const parts = Math.ceil(chart.buckets / each);
	const spans = new Map<string, string>();
	let [look, from] = [lookOf(chart, 0, each), 0];
	for (let part = 1; part <= parts; part++) {
		const next = part === parts ? '' : lookOf(chart, part * each, (part + 1) * each);
		if (next !== look) {
			spans.set(look, `${spans.get(look) ?? ''}M${from} 0H${part}V${height}H${from}Z`);
			[look, from] = [next, part];
		}
	}

	const paths = [...spans].map(([name, path]) => markup`<path class="${name}" d="${path}"/>`);
	return markup`<svg class="strip" viewBox="0 0 ${parts} ${height}" preserveAspectRatio="none" aria-hidden="true">${paths}</svg>`;
}

/** Of the buckets [first, end) the worst outcome: one failed request among thousands shows. */
function lookOf({outcomes}: RunChart, first: number, end: number): string {
	let [worst, most, any] = ['', 0, false];
	for (const [name, counts] of Object.entries(outcomes)) {
		const count = counts.slice(first, end).reduce((sum, value) => sum + value, 0);
		any ||= count > 0;
		if (!isGoodStatus(name) && count > most) {
			[worst, most] = [name, count];
		}
	}

	return worst === '' ? (any ? 'plain-good' : 'plain-none') : `plain-${outcomeLook(worst).look}`;
}
