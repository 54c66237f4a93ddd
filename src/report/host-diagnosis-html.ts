// The checklist on this machine as a page, and what its logs say.
import type {HostDiagnosis} from '../diagnosis/host-diagnosis.ts';
import {boundText} from './bound-text.ts';
import {checklistCard} from './checklist-card.ts';
import {checklistHeading} from './checklist-heading.ts';
import {card, diagnosisPage, found} from './diagnosis-page.ts';
import {logDiagnosisCards} from './log-diagnosis-cards.ts';

export function renderHostDiagnosisHtml(whole: HostDiagnosis): string {
	const {host, at, gateway, configBy, checklist, log, notSeen, tool} = boundText(whole);
	return diagnosisPage({
		title: host,
		heading: checklistHeading(checklist),
		about: `${host} · ${gateway ?? 'no known gateway'}${configBy === null ? '' : ` · config by ${configBy}`} · ${at} · gatequake ${tool.version}`,
		cards: [
			checklistCard(checklist),
			...(log === null ? [] : logDiagnosisCards(log)),
			card('Not seen', notSeen.length === 0 ? [] : [found(notSeen)]),
		],
	});
}
