// The checklist on live containers for a terminal, and what the gateway's log says.
import type {ContainerDiagnosis} from '../diagnosis/container-diagnosis.ts';
import {checklistLines} from './checklist-lines.ts';
import {createPaint} from './console-paint.ts';
import {renderLogDiagnosis} from './log-diagnosis-console.ts';
import {printable} from './printable.ts';
import type {Terminal} from './terminal.ts';

export function renderContainerDiagnosis({containers, checklist, log}: ContainerDiagnosis, terminal: Terminal): string {
	const paint = createPaint(terminal);
	const lines = [
		paint.tone('bold', containers.map(({name, status}) => `${printable(name)} (${printable(status)})`).join(' → ')),
		'',
		...checklistLines(checklist, paint),
		'',
	];
	return paint.finish(lines.join('\n')) + (log === null ? '' : `\n${renderLogDiagnosis(log, terminal)}`);
}
