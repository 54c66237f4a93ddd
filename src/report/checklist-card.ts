// The checklist of a run, of containers or of a machine, as a card of a page.
import {card, found} from './diagnosis-page.ts';
import {markup} from './markup.ts';
import type {Markup} from './markup.ts';
import type {CheckEntry} from './report.ts';

export function checklistCard(checklist: readonly CheckEntry[]): Markup {
	return card('Checklist', checklist.map(entry));
}

function entry({question, answer, evidence}: CheckEntry): Markup {
	return markup`<p>${question} <b>${answer}</b></p>${found(evidence)}`;
}
