// The checklist on live containers as a page, and what the gateway's log says.
import type {ContainerDiagnosis} from '../diagnosis/container-diagnosis.ts';
import {boundText} from './bound-text.ts';
import {checklistCard} from './checklist-card.ts';
import {diagnosisPage} from './diagnosis-page.ts';
import {logDiagnosisCards} from './log-diagnosis-cards.ts';

export function renderContainerDiagnosisHtml(whole: ContainerDiagnosis): string {
	const {containers, checklist, log, tool} = boundText(whole);
	const bad = checklist.filter(({answer}) => answer === 'no');
	return diagnosisPage({
		title: containers.map(({name}) => name).join(' → '),
		heading: bad.length === 0 ? 'No question is answered with no' : `Answered with no: ${bad.map(({name}) => name).join(', ')}`,
		about: `${containers.map(({name, image, status}) => `${name} (${image}, ${status})`).join(' → ')} · gatequake ${tool.version}`,
		cards: [checklistCard(checklist), ...(log === null ? [] : logDiagnosisCards(log))],
	});
}
