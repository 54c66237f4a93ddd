// The checklist on live containers as a page, and what the gateway's log says.
import type {ContainerDiagnosis} from '../diagnosis/container-diagnosis.ts';
import {boundText} from './bound-text.ts';
import {checklistCard} from './checklist-card.ts';
import {checklistHeading} from './checklist-heading.ts';
import {diagnosisPage} from './diagnosis-page.ts';
import {logDiagnosisCards} from './log-diagnosis-cards.ts';

export function renderContainerDiagnosisHtml(whole: ContainerDiagnosis): string {
	const {containers, checklist, log, tool} = boundText(whole);
	return diagnosisPage({
		title: containers.map(({name}) => name).join(' → '),
		heading: checklistHeading(checklist),
		about: `${containers.map(({name, image, status}) => `${name} (${image}, ${status})`).join(' → ')} · gatequake ${tool.version}`,
		cards: [checklistCard(checklist), ...(log === null ? [] : logDiagnosisCards(log))],
	});
}
