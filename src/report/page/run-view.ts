// The view of one run: why it came out as it did, the timeline, who and what made the errors, what it cost, and how to repeat it.
import {formatDuration} from '../format-duration.ts';
import type {PageRun, PageRunData} from '../page-data.ts';
import {clientsSaw, lastWindow, outagePhrase, recoveryPhrase, runName} from '../run-phrases.ts';
import {configSection} from './config-section.ts';
import {copyButton, element} from './element.ts';
import {readout} from './readout.ts';
import {figureSections} from './run-figures.ts';
import {evidenceSections} from './run-evidence.ts';
import {keyFacts} from './key-facts.ts';
import {runPlots} from './run-plots.ts';
import {timeline} from './timeline.ts';
import {verdictSign} from './verdict.ts';

export interface RunViewOptions {
	readonly own: PageRun;
	readonly runs: readonly PageRun[];
	readonly signal: AbortSignal;
}

export function runView(run: PageRunData, {own, runs, signal}: RunViewOptions): HTMLElement {
	return element(
		'article',
		{class: `run ${run.verdict}`},
		heading(run),
		why(run),
		keyFacts(run),
		timelineSection(run, signal),
		evidenceSections(run),
		figureSections(run),
		configSection(own, runs),
		repeatSection(run),
	);
}

function heading(run: PageRunData): HTMLElement {
	const name = runName(run);
	return element(
		'header',
		{class: 'run-head'},
		verdictSign(run.verdict),
		element(
			'div',
			{},
			element('h1', {tabindex: '-1'}, run.scenario, ' ', element('span', {class: 'quiet'}, name.slice(run.scenario.length + 3))),
			element('p', {class: 'quiet'}, run.title),
		),
	);
}

function why(run: PageRunData): HTMLElement | null {
	const notes = [...run.reasons];
	if (!run.cleanup.ok) {
		notes.push(`The cleanup failed${run.cleanup.left.length > 0 ? `; left behind: ${run.cleanup.left.join(', ')}` : ''}.`);
	}

	if (run.retriesOfRun > 0) {
		notes.push(`The run was repeated ${run.retriesOfRun} × after being inconclusive.`);
	}

	return notes.length === 0
		? null
		: element(
				'ul',
				{class: 'why'},
				notes.map((note) => element('li', {}, note)),
			);
}

function timelineSection(run: PageRunData, signal: AbortSignal): HTMLElement {
	const {chart, fault} = run;
	if (chart.buckets === 0) {
		return element(
			'section',
			{},
			element('h2', {}, 'Timeline'),
			element('p', {class: 'quiet'}, 'No requests were sent, so there is nothing to draw.'),
		);
	}

	const inject = fault?.inject ?? null;
	const endMs = fault?.clear?.effectiveMs ?? lastWindow(run).toMs;
	const marginMs = inject === null ? 0 : Math.max(300, (endMs - inject.effectiveMs) * 0.15);
	return element(
		'section',
		{},
		element('h2', {}, 'Timeline'),
		timeline({
			label: description(run),
			...chart,
			plots: runPlots(run),
			focus: inject === null ? null : {name: 'Fault', fromMs: inject.effectiveMs - marginMs, toMs: endMs + marginMs},
			readout: (column, reachMs) => readout(run, column, reachMs),
			signal,
		}),
		eventTable(run),
	);
}

function description(run: PageRunData): string {
	const {chart, fault} = run;
	const end = fault?.clear ? ` and was gone at ${formatDuration(fault.clear.effectiveMs)}` : '';
	const faultText = fault?.inject
		? `The fault took effect at ${formatDuration(fault.inject.effectiveMs)}${end}.`
		: 'No fault was injected.';
	const after = recoveryPhrase(run);
	return `Timeline of ${formatDuration(chart.buckets * chart.bucketMs)}. ${faultText} Clients saw: ${clientsSaw(run)}; ${outagePhrase(run)}${after === '' ? '' : `; ${after}`}. Arrow keys read it out, plus and minus zoom.`;
}

function eventTable({events}: PageRunData): HTMLElement | null {
	if (events.length === 0) {
		return null;
	}

	const rows = events.map(({kind, part, atMs, toMs, count, text}) =>
		element(
			'tr',
			{},
			element('td', {class: 'number'}, `${(atMs / 1000).toFixed(3)} s`),
			element('td', {}, `${part}, ${kind}`),
			element(
				'td',
				{class: kind === 'log' ? 'line' : null},
				text,
				count > 1 ? element('span', {class: 'quiet'}, ` × ${count} until ${(toMs / 1000).toFixed(3)} s`) : null,
			),
		),
	);
	return element(
		'details',
		{class: 'more'},
		element('summary', {}, `All ${events.length} events`),
		element('table', {class: 'events'}, element('tbody', {}, rows)),
	);
}

function repeatSection({repro}: PageRunData): HTMLElement {
	const code = element('code', {}, repro);
	return element('section', {}, element('h2', {}, 'Repeat this run'), element('div', {class: 'repro'}, code, copyButton(code)));
}
