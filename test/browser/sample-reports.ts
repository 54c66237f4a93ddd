// Reports for the browser tests: one with everything that a page can show, and one as large as the largest suites.
import type {Report, RunChart, RunReport} from '../../src/report/report.ts';
import {buildReport, chartOf, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';
import {randomFrom} from '../helpers/timeline-builder.ts';

export function on(gateway: string, run: RunReport): RunReport {
	return {...run, id: run.id.replace('nginx', gateway), gateway: {...run.gateway, name: gateway, label: gateway}};
}

/** Two scenarios to compare, repeats, an inconclusive run, and a cell that was skipped. */
export function variedReport(): Report {
	const slow = failingRun({config: passingRun().config});
	return buildReport(
		[
			passingRun(),
			slow,
			failingRun(),
			failingRun({repeat: 2}),
			inconclusiveRun(),
			on('haproxy', passingRun()),
			on('haproxy', slow),
			on('envoy', passingRun({scenario: slow.scenario, title: slow.title, fault: slow.fault})),
		],
		{skipped: [{scenario: 'reset-before-headers', gateway: 'haproxy', because: 'it closes the connection instead'}]},
	);
}

export const gateways = ['nginx', 'haproxy', 'httpd', 'caddy', 'envoy', 'traefik', 'varnish'] as const;

/** Scenarios × gateways runs of `lengthMs` at 200 requests per second, none like another. */
export function largeReport({scenarios, lengthMs}: {readonly scenarios: number; readonly lengthMs: number}): Report {
	const random = randomFrom(7);
	const runs = Array.from({length: scenarios * gateways.length}, (_, index) => {
		const name = `scenario-${String(Math.floor(index / gateways.length) + 1).padStart(2, '0')}`;
		const base = index % 9 === 4 ? failingRun({config: passingRun().config}) : passingRun();
		const run = {...base, id: `${name}.nginx.default.1`, scenario: name, chart: noisyChart(lengthMs, random)};
		return on(gateways[index % gateways.length] ?? 'nginx', run);
	});
	return buildReport(runs);
}

function noisyChart(lengthMs: number, random: () => number): RunChart {
	const chart = chartOf(lengthMs, (atMs) => {
		const failed = atMs > lengthMs * 0.3 && atMs < lengthMs * 0.6 ? Math.floor(20 * random()) : 0;
		return {200: 20 - failed, 502: failed, cut: failed > 18 ? 1 : 0};
	});
	const noisy = (column: readonly (number | null)[]): readonly number[] =>
		column.map((ms) => Math.round((ms ?? 1) * (0.5 + random()) * 1000) / 1000);
	const counts = chart.completed.map((count) => Math.max(0, count + Math.round(4 * random() - 2)));
	return {
		...chart,
		p50Ms: noisy(chart.p50Ms),
		p99Ms: noisy(chart.p99Ms),
		maxMs: noisy(chart.maxMs),
		completed: counts,
		upstreams: {app1: {arrived: counts, answered: counts}, app2: {arrived: chart.completed, answered: chart.completed}},
	};
}
