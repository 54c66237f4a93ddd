// The findings on a config for a terminal: where, why, what to write, and which scenarios show it.
import type {ConfigLint, Finding, Severity} from '../diagnosis/config-lint.ts';
import {createPaint} from './console-paint.ts';
import type {Paint, Tone} from './console-paint.ts';
import {printable} from './printable.ts';
import type {Terminal} from './terminal.ts';

const tones: Readonly<Record<Severity, Tone>> = {error: 'red', warning: 'yellow', note: 'blue'};

export function renderConfigLint({gateway, files, notRead, findings, counts, run}: ConfigLint, terminal: Terminal): string {
	const paint = createPaint(terminal);
	const {error, warning, note} = counts;
	return paint.finish(
		[
			`${paint.tone('bold', `${gateway}: ${plural(files.length, 'file')}`)}, ${plural(error, 'error')}, ${plural(warning, 'warning')}, ${plural(note, 'note')}`,
			...notRead.map((name) => `  not read: ${printable(name)} (what it says is not known; \`nginx -T\` prints all of a config)`),
			...(findings.length === 0 ? ['', `${paint.mark('pass')} Nothing that is known to make a failure worse.`] : []),
			...findings.flatMap((finding) => ['', ...findingLines(finding, paint)]),
			...(run === null ? [] : ['', `All of them shown: ${run}`]),
			'',
		].join('\n'),
	);
}

function findingLines({rule, severity, file, line, alsoAt, what, why, change, scenarios}: Finding, paint: Paint): readonly string[] {
	const place = printable(file === null ? `line ${line}` : `${file}:${line}`);
	const more =
		alsoAt.length === 0 ? '' : `, and ${alsoAt.slice(0, 3).map(printable).join(', ')}${alsoAt.length > 3 ? `, … (${alsoAt.length})` : ''}`;
	return [
		`${paint.tone(tones[severity], severity)} ${paint.tone('bold', place)}${more} ${paint.tone('dim', `(${rule})`)}`,
		`  ${printable(what)}`,
		`  ${paint.tone('blue', 'why')}     ${paint.wrap(printable(why), 10)}`,
		`  ${paint.tone('blue', 'write')}   ${paint.wrap(printable(change), 10)}`,
		`  ${paint.tone('blue', 'shown')}   by ${scenarios.join(', ')}`,
	];
}

function plural(count: number, word: string): string {
	return `${count} ${word}${count === 1 ? '' : 's'}`;
}
