// A diagnosis of logs for a terminal: what happened, the likeliest causes with their proof, and what was not understood. Its length is
// bounded whatever the logs say, and what they say is shown as text.
import type {LogCause, LogDiagnosis, NameCount, StatusCount} from '../diagnosis/log-diagnosis.ts';
import {createPaint} from './console-paint.ts';
import type {Paint} from './console-paint.ts';
import {printable} from './printable.ts';
import {sparkline} from './sparkline.ts';
import type {Terminal} from './terminal.ts';

const most = {causes: 6, alsoSeen: 5, lines: 3, upstreams: 4, shapes: 5, lineLength: 300};

export function renderLogDiagnosis(diagnosis: LogDiagnosis, terminal: Terminal): string {
	const paint = createPaint(terminal);
	const {causes, alsoSeen, life, notUnderstood} = diagnosis;
	const more = causes.length - most.causes;
	return paint.finish(
		[
			...head(diagnosis, paint),
			...(causes.length === 0 ? ['', `${paint.mark('pass')} No failure is named in these logs.`] : []),
			...causes.slice(0, most.causes).flatMap((cause, index) => causeLines(cause, index + 1, paint, terminal)),
			...(more > 0 ? ['', paint.tone('dim', `… and ${more} more: --json has them`)] : []),
			...section(
				'Also seen',
				alsoSeen.slice(0, most.alsoSeen).map((each) => shortLine(each, paint)),
			),
			...section(
				'Starts, stops and reloads',
				life.slice(0, most.alsoSeen).map((each) => shortLine(each, paint)),
			),
			...section(
				`Not understood: ${notUnderstood.lines} lines`,
				notUnderstood.shapes.slice(0, most.shapes).map(({shape, count}) => `  ${count} × ${shown(shape)}`),
			),
			'',
		].join('\n'),
	);
}

function head({files, from, to, requests}: LogDiagnosis, paint: Paint): readonly string[] {
	const lines = files.reduce((sum, file) => sum + file.lines, 0);
	return [
		paint.tone(
			'bold',
			`${lines} lines of ${files.length} ${files.length === 1 ? 'file' : 'files'}, ${from === null ? 'without times' : `${from} to ${to}`}`,
		),
		...files.map(
			({name, formats, endsMidLine}) =>
				`  ${printable(name)}: ${formats.join(', ') || 'empty'}${endsMidLine ? paint.tone('dim', ' (its last line has no end)') : ''}`,
		),
		...(requests === null
			? []
			: [
					`  ${requests.total} requests: ${Object.entries(requests.byStatus)
						.map(([status, count]) => `${status} × ${count}`)
						.join(', ')}`,
				]),
		...(requests?.failures ?? []).slice(0, 4).map(statusLine),
	];
}

function statusLine({status, count, first, last, tookSeconds, byUpstream, byGateway, upstreams}: StatusCount): string {
	const who = byUpstream + byGateway === 0 ? '' : `; made by the app ${byUpstream}, by the gateway ${byGateway}`;
	const took = tookSeconds === null ? '' : `; most took ${tookSeconds} s`;
	return `  ${status === 0 ? 'no answer' : status}: ${count} from ${first ?? '?'} to ${last ?? '?'}${took}${who}${where(upstreams)}`;
}

function causeLines(cause: LogCause, place: number, paint: Paint, terminal: Terminal): readonly string[] {
	const {meaning, count, status, first, last, overTime, upstreams, check, change, lines, notes, confidence, id} = cause;
	const when = first === null ? 'at times that the lines do not name' : first === last ? `at ${first}` : `from ${first} to ${last}`;
	return [
		'',
		`${paint.tone('red', `${place}.`)} ${paint.tone('bold', printable(meaning))} ${paint.tone('dim', `(${confidence}, ${id}${cause.cause === null ? '' : `, ${cause.cause}`})`)}`,
		`   ${count} × ${when}; clients get ${status}${where(upstreams)}`,
		...(overTime === null || overTime.counts.length < 2
			? []
			: [`   ${sparkline(overTime.counts, terminal.unicode)} ${paint.tone('dim', `a column is ${overTime.widthMs / 1000} s`)}`]),
		...notes.map((note) => `   ${printable(note)}`),
		...(check === '' ? [] : [`   ${paint.tone('blue', 'check')}   ${paint.wrap(check, 11)}`]),
		...(change === '' ? [] : [`   ${paint.tone('blue', 'change')}  ${paint.wrap(change, 11)}`]),
		...(cause.settings ?? [])
			.slice(0, most.upstreams)
			.map(({directive, value, where: found}) => `           now: ${shown(`${directive} ${value}`)} (${printable(found)})`),
		...lines.slice(0, most.lines).map((line) => paint.tone('dim', `   | ${shown(line)}`)),
	];
}

function shortLine({meaning, count, first, id}: LogCause, paint: Paint): string {
	return `  ${count} × ${printable(meaning)}${first === null ? '' : `, first at ${first}`} ${paint.tone('dim', `(${id})`)}`;
}

function where(upstreams: readonly NameCount[]): string {
	const named = upstreams.slice(0, most.upstreams).map(({name, count}) => `${printable(name)} × ${count}`);
	return named.length === 0 ? '' : `; at ${named.join(', ')}${upstreams.length > named.length ? ', …' : ''}`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
	return lines.length === 0 ? [] : ['', title, ...lines];
}

function shown(text: string): string {
	return printable(text.length > most.lineLength ? `${text.slice(0, most.lineLength)}…` : text);
}
