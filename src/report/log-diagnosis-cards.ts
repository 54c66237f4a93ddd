// What logs say, as cards of a page: of logs alone, or of the containers or the machine that wrote them.
import type {LogCause, LogDiagnosis, OverTime, StatusCount} from '../diagnosis/log-diagnosis.ts';
import {advice, card, found, table} from './diagnosis-page.ts';
import {Markup, markup, nothing} from './markup.ts';

export function logDiagnosisCards({causes, requests, alsoSeen, life, notUnderstood}: LogDiagnosis): readonly Markup[] {
	return [
		...causes.map(causeCard),
		requests === null ? nothing : statusCard(requests.total, requests.failures),
		listCard('Also seen', alsoSeen),
		listCard('Starts, stops and reloads', life),
		notUnderstood.lines === 0 ? nothing : shapesCard(notUnderstood),
	];
}

function causeCard(logCause: LogCause): Markup {
	const {meaning, id, cause, confidence, count, status, first, last, overTime, upstreams, check, change, settings, notes, lines} = logCause;
	return card(meaning, [
		markup`<p><span class="tag">${confidence}</span> <span class="tag">${id}</span>${cause === null ? nothing : markup` <span class="tag">${cause}</span>`}</p>`,
		markup`<p><b>${count}</b> × ${first === null ? 'at times that the lines do not name' : `from ${first} to ${last ?? ''}`}; clients get ${status}</p>`,
		overTime === null ? nothing : columns(overTime),
		...notes.map((note) => markup`<p class="quiet">${note}</p>`),
		upstreams.length === 0 ? nothing : markup`<p>Where: ${upstreams.map(({name, count: times}) => `${name} × ${times}`).join(', ')}</p>`,
		advice('Check', check),
		advice('Change', change),
		...(settings ?? []).map(
			({directive, value, where}) => markup`<p>Now: <code>${directive} ${value}</code> <span class="quiet">${where}</span></p>`,
		),
		found(lines),
	]);
}

/** Counts over time; the numbers are in the title for those who cannot see the bars. */
function columns({from, widthMs, counts}: OverTime): Markup {
	const top = Math.max(1, ...counts);
	const bars = counts.map((count, place) => {
		const height = count === 0 ? 0 : Math.max(1, (count / top) * 40);
		return markup`<rect x="${place * 10}" y="${40 - height}" width="9" height="${height}" fill="currentColor"/>`;
	});
	const words = `lines over time, from ${from}, a column is ${widthMs / 1000} s, the most is ${top}`;
	return markup`<svg viewBox="0 0 ${Math.max(counts.length, 30) * 10} 40" width="100%" height="40" preserveAspectRatio="none" role="img"><title>${words}</title>${bars}</svg><p><small>${words}</small></p>`;
}

function statusCard(total: number, failures: readonly StatusCount[]): Markup {
	const heads = ['Status', 'Requests', 'First', 'Last', 'Took', 'By the app', 'By the gateway'];
	return card(`${total} requests`, [
		table(
			heads,
			failures.map(
				({status, count, first, last, tookSeconds, byUpstream, byGateway}) =>
					markup`<tr><td>${status === 0 ? 'no answer' : status}</td><td>${count}</td><td>${first ?? ''}</td><td>${last ?? ''}</td><td>${tookSeconds === null ? '' : `${tookSeconds} s`}</td><td>${byUpstream}</td><td>${byGateway}</td></tr>`,
			),
		),
	]);
}

function listCard(title: string, causes: readonly LogCause[]): Markup {
	const items = causes.map(
		({count, meaning, first, id}) =>
			markup`<li>${count} × ${meaning}${first === null ? '' : `, first at ${first}`} <span class="quiet">${id}</span></li>`,
	);
	return card(title, items.length === 0 ? [] : [markup`<ul>${items}</ul>`]);
}

function shapesCard({lines, shapes}: LogDiagnosis['notUnderstood']): Markup {
	return card(`Not understood: ${lines} lines`, [
		table(
			['Lines', 'Shape', 'Example'],
			shapes.map(
				({shape, count, example}) => markup`<tr><td>${count}</td><td><code>${shape}</code></td><td><code>${example}</code></td></tr>`,
			),
		),
	]);
}
