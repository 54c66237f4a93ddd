// The diagnosis of a saved run for a terminal: its causes with their proof and what speaks against them, and the checklist.
import type {RunDiagnosis} from '../diagnosis/diagnose-run.ts';
import {createPaint} from './console-paint.ts';
import type {Paint} from './console-paint.ts';
import {printable} from './printable.ts';
import type {CheckEntry, DiagnosisEntry} from './report.ts';
import type {Terminal} from './terminal.ts';

const most = {causes: 5, lines: 5, lineLength: 300};

export function renderRunDiagnosis({run, gateway, troubles, diagnosis, checklist}: RunDiagnosis, terminal: Terminal): string {
	const paint = createPaint(terminal);
	const {failed, retried, slow} = troubles;
	return paint.finish(
		[
			`${paint.tone('bold', printable(run))}  ${printable(gateway)} · ${failed} requests failed, ${retried} were tried again, ${slow} were slow`,
			...(diagnosis.length === 0 ? ['', `${paint.mark('pass')} No cause is seen in this run.`] : []),
			...diagnosis.slice(0, most.causes).flatMap((entry, index) => causeLines(entry, index + 1, paint)),
			...(checklist.length === 0 ? [] : ['', paint.tone('bold', 'Checklist'), ...checklist.flatMap((entry) => checkLines(entry, paint))]),
			'',
		].join('\n'),
	);
}

function causeLines(
	{kind = '', cause, confidence, advice, evidence, against = []}: DiagnosisEntry,
	place: number,
	paint: Paint,
): readonly string[] {
	return [
		'',
		`${place}. ${paint.tone('bold', paint.wrap(printable(cause), 3))}`,
		`   ${paint.tone('dim', `${confidence} · ${kind}`)}`,
		`   ${paint.tone('blue', 'change')}   ${paint.wrap(printable(advice), 12)}`,
		...against.map((text) => `   ${paint.tone('yellow', 'against')}  ${paint.wrap(printable(text), 12)}`),
		...proofLines(evidence, paint),
	];
}

function checkLines({question, answer, evidence}: CheckEntry, paint: Paint): readonly string[] {
	const tone = answer === 'yes' ? 'green' : answer === 'no' ? 'red' : 'yellow';
	return [
		`  ${paint.tone(tone, answer.padEnd(7))}  ${printable(question)}`,
		...proofLines(answer === 'no' ? evidence : evidence.slice(0, 1), paint),
	];
}

function proofLines(lines: readonly string[], paint: Paint): readonly string[] {
	return lines.slice(0, most.lines).map((line) => `           ${paint.tone('dim', `│ ${printable(line).slice(0, most.lineLength)}`)}`);
}
