// What the timeline says of one column: its outcomes, latencies, throughput, apps, and what happened then.
import {formatDuration} from '../format-duration.ts';
import {orderedOutcomes, outcomeLook} from '../outcome-look.ts';
import type {PageRunData} from '../page-data.ts';
import type {RunEvent} from '../report.ts';
import {element} from './element.ts';
import {fillSwatch} from './fill-swatch.ts';
import {highest} from './thin.ts';
import type {TimedColumn} from './timeline.ts';

const mostEvents = 5;

/** `reachMs`: an event this near the column is meant, too. */
export function readout({chart, events}: PageRunData, column: TimedColumn, reachMs: number): readonly Node[] {
	const counts = Object.fromEntries(Object.entries(chart.outcomes).map(([name, values]) => [name, sum(values, column)]));
	const names = orderedOutcomes(counts);
	const latency = (
		[
			['p50', chart.p50Ms],
			['p99', chart.p99Ms],
			['max', chart.maxMs],
		] as const
	).map(([name, values]) => {
		const [value = null] = highest(values, [column]);
		return value === null ? '' : `${name} ${formatDuration(value)}`;
	});
	const seconds = (column.toMs - column.fromMs) / 1000;
	const apps = Object.entries(chart.upstreams).map(
		([name, {arrived, answered}]) => `${name} ${sum(answered, column)} of ${sum(arrived, column)}`,
	);
	const here = events.filter(({atMs, toMs}) => atMs - reachMs < column.toMs && toMs + reachMs >= column.fromMs);
	return [
		element('b', {}, `${instant(column.fromMs)} to ${instant(column.toMs)}`),
		names.length === 0
			? element('p', {}, 'nothing due')
			: element(
					'ul',
					{class: 'legend'},
					names.map((name) => fillSwatch(outcomeLook(name).look, outcomeLook(name).label, String(counts[name] ?? 0))),
				),
		pairs([
			['Latency', latency.filter((text) => text !== '').join(', ')],
			['Throughput', `${Math.round(sum(chart.completed, column) / seconds)} per s`],
			['Answered of arrived', apps.join(', ')],
		]),
		...(here.length === 0 ? [] : [eventList(here)]),
	];
}

function eventList(events: readonly RunEvent[]): HTMLElement {
	const more = events.length - mostEvents;
	return element(
		'ul',
		{class: 'tip-events'},
		events.slice(0, mostEvents).map(eventLine),
		more > 0 ? element('li', {class: 'quiet'}, `and ${more} more`) : null,
	);
}

function eventLine({atMs, part, count, text}: RunEvent): HTMLElement {
	const line = text.length > 180 ? `${text.slice(0, 179)}…` : text;
	return element('li', {}, element('span', {class: 'quiet'}, `${instant(atMs)} ${part}${count > 1 ? ` × ${count}` : ''} `), line);
}

function pairs(rows: readonly (readonly [string, string])[]): HTMLElement {
	return element(
		'dl',
		{},
		rows.filter(([, value]) => value !== '').map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
	);
}

function sum(values: readonly number[], {first, end}: TimedColumn): number {
	let all = 0;
	for (let bucket = first; bucket < end; bucket++) {
		all += values[bucket] ?? 0;
	}

	return all;
}

function instant(ms: number): string {
	return `${Number((ms / 1000).toFixed(3))} s`;
}
