// What one response tells, for a terminal.
import type {ResponseDiagnosis} from '../diagnosis/response-diagnosis.ts';
import {createPaint} from './console-paint.ts';
import {madeByWords} from './made-by-words.ts';
import {printable} from './printable.ts';
import type {Terminal} from './terminal.ts';

export function renderResponseDiagnosis(diagnosis: ResponseDiagnosis, terminal: Terminal): string {
	const {url, status, tookMs, madeBy, causes, meaning, check, change, evidence} = diagnosis;
	const paint = createPaint(terminal);
	const took = tookMs === null ? '' : ` after ${Math.round(tookMs)} ms`;
	return paint.finish(
		[
			`${paint.tone('bold', `${status ?? 'no answer'}${took}`)}${url === null ? '' : ` from ${printable(url)}`}, ${madeByWords(madeBy)} ${paint.tone('dim', `(${madeBy.confidence})`)}`,
			`  ${paint.wrap(printable(meaning), 2)}`,
			...(causes.length === 0 ? [] : [`  ${paint.tone('blue', 'causes')}  ${paint.wrap(causes.join(', '), 10)}`]),
			...(check === '' ? [] : [`  ${paint.tone('blue', 'check')}   ${paint.wrap(check, 10)}`]),
			...(change === '' ? [] : [`  ${paint.tone('blue', 'change')}  ${paint.wrap(change, 10)}`]),
			...evidence.slice(0, 5).map((line) => paint.tone('dim', `  | ${printable(line.slice(0, 300))}`)),
			'',
		].join('\n'),
	);
}
