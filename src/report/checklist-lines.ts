// The checklist of containers or of a machine, in lines for a terminal.
import type {Paint} from './console-paint.ts';
import {printable} from './printable.ts';
import type {CheckEntry} from './report.ts';

const marks = {yes: 'pass', no: 'fail', unknown: 'inconclusive'} as const;

export function checklistLines(checklist: readonly CheckEntry[], paint: Paint): readonly string[] {
	return checklist.flatMap(({question, answer, evidence}) => [
		`${paint.mark(marks[answer])} ${question} ${answer}`,
		...evidence.slice(0, 5).map((line) => paint.tone('dim', `    ${printable(line.slice(0, 300))}`)),
	]);
}
