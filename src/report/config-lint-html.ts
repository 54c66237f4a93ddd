// The findings on a config as a page: where, why, what to write, and which scenarios show it.
import type {ConfigLint, Finding} from '../diagnosis/config-lint.ts';
import {boundText} from './bound-text.ts';
import {advice, card, diagnosisPage, found} from './diagnosis-page.ts';
import {markup, nothing} from './markup.ts';
import type {Markup} from './markup.ts';

export function renderConfigLintHtml(whole: ConfigLint): string {
	const {gateway, files, notRead, findings, counts, run, tool} = boundText(whole);
	return diagnosisPage({
		title: `${gateway}: ${findings.length} findings`,
		heading:
			findings.length === 0
				? 'Nothing that is known to make a failure worse'
				: `Errors: ${counts.error}, warnings: ${counts.warning}, notes: ${counts.note}`,
		about: `${gateway} · ${files.join(', ')} · gatequake ${tool.version}`,
		cards: [
			...findings.map(findingCard),
			card(
				'Not read',
				notRead.length === 0
					? []
					: [markup`<p>What these files say is not known; <code>nginx -T</code> prints all of a config.</p>`, found(notRead)],
			),
			card('All of them shown', run === null ? [] : [found([run])]),
		],
	});
}

function findingCard({rule, severity, file, line, alsoAt, what, why, change, scenarios}: Finding): Markup {
	return card(file === null ? `line ${line}` : `${file}:${line}`, [
		markup`<p><span class="tag">${severity}</span> <span class="tag">${rule}</span></p>`,
		found([what]),
		alsoAt.length === 0 ? nothing : markup`<p class="quiet">Also at ${alsoAt.join(', ')}</p>`,
		advice('Why', why),
		advice('Write', change),
		markup`<p>Shown by ${scenarios.map((name, index) => markup`${index === 0 ? '' : ', '}<code>${name}</code>`)}</p>`,
	]);
}
