// The checklist on this machine for a terminal, and what its logs say.
import type {HostDiagnosis} from '../diagnosis/host-diagnosis.ts';
import {checklistLines} from './checklist-lines.ts';
import {createPaint} from './console-paint.ts';
import {renderLogDiagnosis} from './log-diagnosis-console.ts';
import {printable} from './printable.ts';
import type {Terminal} from './terminal.ts';

export function renderHostDiagnosis({host, gateway, configBy, checklist, log, notSeen}: HostDiagnosis, terminal: Terminal): string {
	const paint = createPaint(terminal);
	const lines = [
		`${paint.tone('bold', printable(host))}  ${gateway ?? 'no known gateway'}${configBy === null ? '' : paint.tone('dim', `, its config by ${printable(configBy)}`)}`,
		'',
		...checklistLines(checklist, paint),
		...notSeen.map((text) => paint.tone('dim', `  not seen: ${printable(text.slice(0, 300))}`)),
		'',
	];
	return paint.finish(lines.join('\n')) + (log === null ? '' : `\n${renderLogDiagnosis(log, terminal)}`);
}
