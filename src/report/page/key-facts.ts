// A run in short: five or six facts in a row.
import {formatInstant} from '../format-duration.ts';
import type {PageRunData} from '../page-data.ts';
import {clientsSaw, formatShare, outagePhrase, recoveryPhrase} from '../run-phrases.ts';
import {unbroken} from '../unbroken.ts';
import {drawing, element} from './element.ts';

export function keyFacts(run: PageRunData): HTMLElement {
	const facts: readonly (readonly [name: string, value: string, note: string | Node | null])[] = [
		['Fault', run.fault?.describe ?? 'None', witnessText(run)],
		['Clients saw', capital(clientsSaw(run)), null],
		['Errors made by', madeBy(run), attributionBar(run)],
		['Outage', capital(outagePhrase(run).replace(/^outage /, '')), outageSpans(run)],
		['Recovery', capital(recoveryPhrase(run).replace(/^recovered /, '')) || 'Nothing to recover from', recoveryNote(run)],
		['Keyed POSTs', ledgerText(run), costNote(run)],
	];

	return element(
		'dl',
		{class: 'facts'},
		facts.map(([name, value, note]) =>
			element(
				'div',
				{},
				element('dt', {}, name),
				element(
					'dd',
					{},
					unbroken(value),
					note === null || note === '' ? null : element('small', {}, typeof note === 'string' ? unbroken(note) : note),
				),
			),
		),
	);
}

function witnessText({fault}: PageRunData): string {
	return fault?.witness ? `met by ${fault.witness.count} ${fault.witness.unit}` : '';
}

function makers({attribution: {gateway, inner = 0, upstream, unknown}}: PageRunData): readonly (readonly [who: string, count: number])[] {
	const all = [
		['gateway', gateway],
		['inner gateway', inner],
		['app', upstream],
		['unknown', unknown],
	] as const;
	return all.filter(([, count]) => count > 0);
}

function madeBy(run: PageRunData): string {
	const parts = makers(run);
	const total = parts.reduce((sum, [, count]) => sum + count, 0);
	return total === 0
		? 'No errors in the fault window'
		: capital(parts.map(([who, count]) => `${who} ${formatShare(count, total)}`).join(', '));
}

function attributionBar(run: PageRunData): SVGElement | null {
	const parts = makers(run);
	const total = parts.reduce((sum, [, count]) => sum + count, 0);
	if (total === 0) {
		return null;
	}

	let left = 0;
	const bars = parts.map(([who, count]) => {
		const width = (100 * count) / total;
		const bar = drawing('rect', {class: `made-${who.replace(' ', '-')}`, x: `${left}%`, width: `${width}%`, height: 8});
		left += width;
		return bar;
	});
	return drawing('svg', {class: 'made', width: '100%', height: 8, 'aria-hidden': 'true'}, bars);
}

function outageSpans({outages}: PageRunData): string {
	const shown = outages
		.slice(0, 3)
		.map(
			({fromMs, toMs, failed, edges}) =>
				`${formatInstant(fromMs)} to ${edges.to === null ? 'the end of the run' : formatInstant(toMs)}, ${failed} failed`,
		);
	return [...shown, ...(outages.length > 3 ? [`and ${outages.length - 3} more`] : [])].join('; ');
}

function recoveryNote({recovery, fault}: PageRunData): string {
	if (recovery === null || 'notWithinMs' in recovery) {
		return '';
	}

	return `at ${formatInstant(recovery.atMs)}${fault?.clear ? `; the fault ended at ${formatInstant(fault.clear.effectiveMs)}` : ''}`;
}

function ledgerText({ledger: {lost, duplicated, committedButFailed}}: PageRunData): string {
	return `${lost} lost, ${duplicated} duplicated, ${committedButFailed} committed but told failed`;
}

function costNote({ledger, retries: {attemptsPerRequest}}: PageRunData): string {
	const attempts =
		attemptsPerRequest === null ? '' : `; ${attemptsPerRequest.toFixed(2)} attempts per request that reached an app in the fault window`;
	return `${ledger.committed} of ${ledger.sent} committed${attempts}`;
}

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}
