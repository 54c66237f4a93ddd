// The checklist of a run, of containers or of a machine, as a card of a page.
import {card, found, table} from './diagnosis-page.ts';
import {markup} from './markup.ts';
import type {Markup} from './markup.ts';
import type {CheckEntry} from './report.ts';

export function checklistCard(checklist: readonly CheckEntry[]): Markup {
	return card('Checklist', checklist.length === 0 ? [] : [table(['Asked', 'Answer', 'Evidence'], checklist.map(checkRow))]);
}

function checkRow({question, answer, evidence}: CheckEntry): Markup {
	return markup`<tr><td>${question}</td><td><b>${answer}</b></td><td>${found(evidence)}</td></tr>`;
}
