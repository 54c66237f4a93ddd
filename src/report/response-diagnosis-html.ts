// What one response tells, as a page.
import type {ResponseDiagnosis} from '../diagnosis/response-diagnosis.ts';
import {boundText} from './bound-text.ts';
import {advice, card, diagnosisPage, found} from './diagnosis-page.ts';
import {markup} from './markup.ts';
import {madeByWords} from './made-by-words.ts';

export function renderResponseDiagnosisHtml(whole: ResponseDiagnosis): string {
	const {url, status, tookMs, madeBy, causes, meaning, check, change, evidence, tool} = boundText(whole);
	return diagnosisPage({
		title: `${status ?? 'no answer'}: ${meaning}`,
		heading: `${status ?? 'No answer'}${tookMs === null ? '' : ` after ${Math.round(tookMs)} ms`}, ${madeByWords(madeBy)}`,
		about: `${url ?? 'a saved response'} · gatequake ${tool.version}`,
		cards: [
			card(meaning, [
				markup`<p><span class="tag">${madeBy.confidence}</span>${causes.map((cause) => markup` <span class="tag">${cause}</span>`)}</p>`,
				advice('Check', check),
				advice('Change', change),
				found(evidence),
			]),
		],
	});
}
