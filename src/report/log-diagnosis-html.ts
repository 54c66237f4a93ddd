// A diagnosis of logs as a page.
import type {DiagnosedFile, LogDiagnosis} from '../diagnosis/log-diagnosis.ts';
import {boundText} from './bound-text.ts';
import {diagnosisPage, table} from './diagnosis-page.ts';
import {logDiagnosisCards} from './log-diagnosis-cards.ts';
import {markup} from './markup.ts';
import type {Markup} from './markup.ts';

export function renderLogDiagnosisHtml(whole: LogDiagnosis): string {
	const diagnosis = boundText(whole);
	const {causes, files, from, to, tool} = diagnosis;
	return diagnosisPage({
		heading: causes[0]?.meaning ?? 'No failure is named in these logs',
		about: `${from === null ? 'The lines have no times' : `${from} to ${to ?? ''}`} · gatequake ${tool.version}`,
		cards: logDiagnosisCards(diagnosis),
		footer: markup`<h2>What was read</h2>${table(['File', 'Formats', 'Lines', 'Not understood'], files.map(fileRow))}`,
	});
}

function fileRow({name, formats, lines, notUnderstood, endsMidLine}: DiagnosedFile): Markup {
	return markup`<tr><td>${name}</td><td>${formats.join(', ')}</td><td>${lines}${endsMidLine ? ' (the last has no end)' : ''}</td><td>${notUnderstood}</td></tr>`;
}
