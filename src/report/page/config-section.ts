// The config that the gateway was given, and what sets it apart from another config of the same scenario, side by side.
import type {PageConfig, PageRun} from '../page-data.ts';
import {loadConfig} from './load-run.ts';
import {diffLines} from './diff-lines.ts';
import type {DiffRow} from './diff-lines.ts';
import {element} from './element.ts';

/** Unchanged lines that are shown around a change. */
const around = 3;

export function configSection(own: PageRun, runs: readonly PageRun[]): HTMLElement {
	const others = otherConfigs(own, runs);
	const place = element('div', {class: 'config'});
	const choice = element(
		'select',
		{id: 'config-choice'},
		element('option', {value: ''}, 'as it is'),
		others.map((run) => element('option', {value: run.configKey}, `against ${configName(run, own)}`)),
	);
	choice.addEventListener('change', () => {
		void show(
			place,
			own,
			others.find(({configKey}) => configKey === choice.value),
		);
	});
	const details = element(
		'details',
		{class: 'more'},
		element('summary', {}, `Config ${own.config} of ${own.gateway}`),
		others.length === 0 ? null : element('p', {class: 'choice'}, element('label', {for: 'config-choice'}, 'Show it '), choice),
		place,
	);
	void show(place, own, undefined);
	return element('section', {}, element('h2', {}, 'Config'), details);
}

/** One entry for each text: of the same scenario, other configs of the same gateway first. */
function otherConfigs(own: PageRun, runs: readonly PageRun[]): readonly PageRun[] {
	const others = runs.filter(({scenario, configKey}) => scenario === own.scenario && configKey !== own.configKey);
	const unique = others.filter((run, index) => others.findIndex(({configKey}) => configKey === run.configKey) === index);
	return unique.toSorted((a, b) => Number(b.gateway === own.gateway) - Number(a.gateway === own.gateway));
}

function configName({gateway, config}: PageRun, own: PageRun): string {
	return gateway === own.gateway ? config : `${gateway} · ${config}`;
}

async function show(place: HTMLElement, own: PageRun, other: PageRun | undefined): Promise<void> {
	const ownConfig = await loadConfig(own.configKey);
	if (other === undefined) {
		place.replaceChildren(...filesOf(ownConfig).map(({path, text}) => file(path, text)));
	} else {
		place.replaceChildren(
			configDiff(ownConfig, await loadConfig(other.configKey), [`${own.gateway} · ${own.config}`, `${other.gateway} · ${other.config}`]),
		);
	}
}

/** `names` stand above the two sides. */
export function configDiff(left: PageConfig, right: PageConfig, names: readonly [left: string, right: string]): HTMLElement {
	const rows = folded(diffLines(allText(left), allText(right)));
	return element(
		'div',
		{class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${names[0]} against ${names[1]}`},
		element(
			'table',
			{class: 'diff'},
			element(
				'colgroup',
				{},
				['sign', 'side', 'sign', 'side'].map((name) => element('col', {class: name})),
			),
			element(
				'thead',
				{},
				element(
					'tr',
					{},
					names.map((name) => element('th', {scope: 'col', colspan: 2}, name)),
				),
			),
			element('tbody', {}, rows.map(diffRow)),
		),
	);
}

function diffRow(row: DiffRow | null): HTMLElement {
	if (row === null) {
		return element('tr', {class: 'fold'}, element('td', {colspan: 4}, '⋯'));
	}

	const {left, right} = row;
	const isSame = left === right;
	return element(
		'tr',
		{},
		element('td', {class: 'sign'}, left === null || isSame ? '' : '−'),
		element('td', {class: left === null ? 'absent' : isSame ? null : 'removed'}, code(left ?? '')),
		element('td', {class: 'sign'}, right === null || isSame ? '' : '+'),
		element('td', {class: right === null ? 'absent' : isSame ? null : 'added'}, code(right ?? '')),
	);
}

/** Null stands for unchanged lines that are left out. */
function folded(rows: readonly DiffRow[]): readonly (DiffRow | null)[] {
	const isNear = rows.map((_, index) =>
		rows.slice(Math.max(0, index - around), index + around + 1).some(({left, right}) => left !== right),
	);
	return rows.flatMap((row, index) => (isNear[index] ? [row] : isNear[index - 1] === true || index === 0 ? [null] : []));
}

function filesOf({text, others}: PageConfig): PageConfig['others'] {
	return [{path: '', text}, ...others];
}

function allText(config: PageConfig): string {
	return filesOf(config)
		.map(({path, text}) => (path === '' ? text : `# ${path}\n${text}`))
		.join('\n');
}

function file(path: string, text: string): HTMLElement {
	const lines = text.trimEnd().split(/\r?\n/);
	return element(
		'div',
		{class: 'config-file'},
		path === '' ? null : element('h3', {}, path),
		element(
			'pre',
			{class: 'log', tabindex: '0', 'aria-label': path === '' ? 'Config' : path},
			lines.map((line, index) => [index === 0 ? null : document.createTextNode('\n'), code(line)]),
		),
	);
}

/** A tab would be shown as one space. */
function code(line: string): string {
	return line.replaceAll('\t', '    ');
}
