// What was expected and what came, the gateway's own words, and the diagnosis, each with its evidence.
import type {Judgement} from '../../expectations/expectation.ts';
import type {PageRunData} from '../page-data.ts';
import {element} from './element.ts';
import type {Child} from './element.ts';
import {verdictSign} from './verdict.ts';

export function evidenceSections(run: PageRunData): readonly (HTMLElement | null)[] {
	return [expectations(run), diagnosis(run), checklist(run), cause(run)];
}

function expectations(run: PageRunData): HTMLElement | null {
	if (run.expectations.length === 0) {
		return null;
	}

	const head = ['Expectation', 'Expected', 'Came'].map((text) => element('th', {scope: 'col'}, text));
	return section(
		'Expectations',
		element(
			'table',
			{class: 'stacking expectations'},
			element('thead', {}, element('tr', {}, head)),
			element('tbody', {}, run.expectations.map(expectationRow)),
		),
		sensitivity(run),
	);
}

function expectationRow({name, verdict, expected, observed, evidence}: Judgement): HTMLElement {
	return element(
		'tr',
		{class: verdict},
		element('th', {scope: 'row'}, verdictSign(verdict), element('span', {}, name)),
		element('td', {'data-label': 'Expected'}, expected),
		element('td', {'data-label': 'Came'}, observed, evidenceList(evidence, verdict === 'fail')),
	);
}

function sensitivity({sensitivity: entries}: PageRunData): HTMLElement | null {
	if (entries === null || entries.length === 0) {
		return null;
	}

	return element(
		'ul',
		{class: 'marked'},
		entries.map(({name, failed}) =>
			element(
				'li',
				{},
				verdictSign(failed ? 'pass' : 'fail'),
				` ${name} ${failed ? 'failed without the fault, as it must' : 'did not fail without the fault'}`,
			),
		),
	);
}

function diagnosis(run: PageRunData): HTMLElement | null {
	if (run.diagnosis.length === 0) {
		return null;
	}

	return section(
		'Diagnosis',
		element(
			'ol',
			{class: 'diagnosis'},
			run.diagnosis.map(({kind, cause: word, confidence, advice, evidence, against = []}) =>
				element(
					'li',
					{},
					element(
						'p',
						{},
						element('b', {}, word),
						' ',
						element('span', {class: 'tag'}, confidence),
						kind === undefined ? null : [' ', element('code', {}, kind)],
					),
					element('p', {}, advice),
					against.length === 0 ? null : element('p', {class: 'quiet'}, `Against it: ${against.join('; ')}`),
					evidenceList(evidence, false),
				),
			),
		),
	);
}

function checklist({checklist: entries = []}: PageRunData): HTMLElement | null {
	if (entries.length === 0) {
		return null;
	}

	const head = ['Asked', 'Answer'].map((text) => element('th', {scope: 'col'}, text));
	return section(
		'Checklist',
		element(
			'table',
			{class: 'stacking checklist'},
			element('thead', {}, element('tr', {}, head)),
			element(
				'tbody',
				{},
				entries.map(({question, answer, evidence: lines}) =>
					element(
						'tr',
						{class: answer},
						element('th', {scope: 'row'}, question),
						element('td', {'data-label': 'Answer'}, element('b', {}, answer), evidenceList(lines, answer === 'no')),
					),
				),
			),
		),
	);
}

function cause({cause: {expected, observed, lines}, gateway}: PageRunData): HTMLElement | null {
	if (expected === null && observed.length === 0) {
		return null;
	}

	const words = observed.map((word) => [element('code', {}, word), ' ']);
	return section(
		'What the gateway’s own log says',
		element(
			'p',
			{},
			expected === null ? null : ['Expected ', element('code', {}, expected), '; '],
			`${gateway.label} ${gateway.version}: `,
			observed.length === 0 ? 'named no cause' : words,
		),
		lines.length === 0 ? null : logLines(lines),
	);
}

function evidenceList(evidence: readonly string[], open: boolean): HTMLElement | null {
	if (evidence.length === 0) {
		return null;
	}

	const title = evidence.length === 1 ? '1 line of evidence' : `${evidence.length} lines of evidence`;
	return element('details', {class: 'evidence', open}, element('summary', {}, title), logLines(evidence));
}

function logLines(lines: readonly string[]): HTMLElement {
	return element(
		'ul',
		{class: 'log'},
		lines.map((line) => element('li', {}, line)),
	);
}

function section(title: string, ...children: readonly Child[]): HTMLElement {
	return element('section', {}, element('h2', {}, title), children);
}
