// The pairs of one comparison drawn on a line: a dot for each, hollow where a value is censored, the interval of the difference, what is
// too small to matter, and zero.
import type {ComparisonRow} from '../compare/comparison.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';

const width = 220;
const height = 34;
const margin = 8;

export function differencePlot({pairs, difference, matters}: Pick<ComparisonRow, 'pairs' | 'difference' | 'matters'>): Markup {
	const changes = pairs.map(({a, b}) => ({value: b.value - a.value, censored: a.censored || b.censored}));
	const reach = [matters, difference.value, ...(difference.interval ?? []), ...changes.map(({value}) => value)]
		.map(Math.abs)
		.reduce((a, b) => Math.max(a, b), 0);
	const place = (value: number): string => (margin + (width - 2 * margin) * (reach === 0 ? 0.5 : (value / reach + 1) / 2)).toFixed(1);
	const dots = changes.map(
		({value, censored}) => markup`<circle class="${censored ? 'pair censored' : 'pair'}" cx="${place(value)}" cy="12" r="3.5"/>`,
	);
	const interval =
		difference.interval === null
			? nothing
			: markup`<line class="interval" x1="${place(difference.interval[0])}" x2="${place(difference.interval[1])}" y1="26" y2="26"/>`;
	const small = markup`<rect class="small" x="${place(-matters)}" y="2" width="${(Number(place(matters)) - Number(place(-matters))).toFixed(1)}" height="${height - 4}"/>`;
	return markup`<svg class="pairs-plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" aria-hidden="true">${small}<line class="zero" x1="${place(0)}" x2="${place(0)}" y1="0" y2="${height}"/>${dots}${interval}<circle class="middle" cx="${place(difference.value)}" cy="26" r="4"/></svg>`;
}
