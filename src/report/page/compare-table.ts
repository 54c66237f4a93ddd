// The figures of compared runs, a column for each.
import {formatDuration} from '../format-duration.ts';
import type {PageRun, PageRunData} from '../page-data.ts';
import {clientsSaw, formatShare, outagePhrase, recoveryPhrase} from '../run-phrases.ts';
import {element} from './element.ts';
import {lineSwatch} from './fill-swatch.ts';
import {verdictSign} from './verdict.ts';

export interface Compared {
	readonly run: PageRunData;
	readonly page: PageRun;
	/** Which line of the style sheet it is drawn with. */
	readonly line: number;
	/** The instant of the run that is 0 in the overlay. */
	readonly zeroMs: number;
	readonly name: string;
}

type Row = readonly [name: string, value: (run: PageRunData) => string];

const rows: readonly Row[] = [
	['Clients saw', clientsSaw],
	['Failed in the fault', ({windows: {fault}}) => (fault === null ? '–' : formatShare(fault.intended - fault.good, fault.intended))],
	['Outage', (run) => outagePhrase(run).replace(/^outage /, '')],
	['Recovery', (run) => recoveryPhrase(run).replace(/^recovered /, '') || '–'],
	['p50, p99 before', ({windows}) => latencies(windows.baseline)],
	['p50, p99 in the fault', ({windows}) => latencies(windows.fault)],
	['p50, p99 after', ({windows}) => latencies(windows.recovery)],
	['Goodput in the fault', ({windows: {fault}}) => (fault === null ? '–' : `${fault.goodputPerSecond.toFixed(1)} per s`)],
	['Lost, duplicated POSTs', ({ledger}) => `${ledger.lost}, ${ledger.duplicated}`],
	['Committed, told failed', ({ledger}) => String(ledger.committedButFailed)],
	['Attempts per request', ({retries}) => retries.attemptsPerRequest?.toFixed(2) ?? '–'],
];

export function compareTable(compared: readonly Compared[]): HTMLElement {
	const head = compared.map(({name, line, run, page}) =>
		element(
			'th',
			{scope: 'col'},
			element('a', {href: `#${page.key}`}, verdictSign(run.verdict), ' ', [...lineSwatch(`line-${line}`, name).childNodes]),
		),
	);
	const body = rows.map(([name, value]) =>
		element(
			'tr',
			{},
			element('th', {scope: 'row'}, name),
			compared.map(({run}) => element('td', {}, value(run))),
		),
	);
	return element(
		'div',
		{class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Figures side by side'},
		element('table', {class: 'compare'}, element('thead', {}, element('tr', {}, element('td', {}), head)), element('tbody', {}, body)),
	);
}

function latencies(window: PageRunData['windows']['fault']): string {
	return window === null ? '–' : [window.p50Ms, window.p99Ms].map((ms) => (ms === null ? '–' : formatDuration(ms))).join(', ');
}
