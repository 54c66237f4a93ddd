// The diagnosis of a saved run as a page.
import type {RunDiagnosis} from '../diagnosis/diagnose-run.ts';
import {boundText} from './bound-text.ts';
import {checklistCard} from './checklist-card.ts';
import {advice, card, diagnosisPage, found} from './diagnosis-page.ts';
import {markup} from './markup.ts';
import type {Markup} from './markup.ts';
import type {DiagnosisEntry} from './report.ts';

export function renderRunDiagnosisHtml(whole: RunDiagnosis): string {
	const {run, startedAt, gateway, troubles, diagnosis, checklist} = boundText(whole);
	return diagnosisPage({
		heading: diagnosis[0]?.cause ?? 'No cause is seen in this run',
		about: `${run} · ${gateway} · ${startedAt} · ${troubles.failed} requests failed, ${troubles.retried} were tried again, ${troubles.slow} were slow`,
		cards: [...diagnosis.map(causeCard), checklistCard(checklist)],
	});
}

function causeCard({kind = '', cause, confidence, advice: change, evidence, against = []}: DiagnosisEntry): Markup {
	return card(cause, [
		markup`<p><span class="tag">${confidence}</span> <span class="tag">${kind}</span></p>`,
		advice('Change', change),
		...against.map((text) => markup`<p class="quiet">Against it: ${text}</p>`),
		found(evidence),
	]);
}
