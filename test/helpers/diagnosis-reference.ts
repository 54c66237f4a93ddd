// The parts of docs/diagnosis.md that are made: the score on recorded logs, and the reference of signatures. They stand between marks;
// `node test/helpers/diagnosis-reference.ts` writes them anew.
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {checks} from '../../src/diagnosis/checklist.ts';
import {diagnosisRules} from '../../src/diagnosis/rules.ts';
import type {Signature} from '../../src/diagnosis/signature.ts';
import {signatures} from '../../src/diagnosis/signatures.ts';
import {recordedGateways, scoreRecorded} from './score-recorded.ts';
import {projectFolder} from './source-file.ts';

export const diagnosisPage = path.join(projectFolder, 'docs/diagnosis.md');

/** The page with its made parts as they should be. */
export async function withReference(page: string): Promise<string> {
	const made = {kinds: kindsTable(), checks: checksTable(), score: await scoreTable(), signatures: reference()};
	return Object.entries(made).reduce((text, [name, part]) => between(text, name, part), page);
}

function between(page: string, name: string, text: string): string {
	const [start, end] = [`<!-- ${name}: made -->\n`, `<!-- /${name} -->`];
	const from = page.indexOf(start);
	const to = page.indexOf(end);
	if (from === -1 || to === -1) {
		throw new Error(`docs/diagnosis.md has no marks for ${name}`);
	}

	return `${page.slice(0, from + start.length)}\n${text}\n${page.slice(to)}`;
}

async function scoreTable(): Promise<string> {
	const rows = await Promise.all(
		recordedGateways.map(async (gateway) => {
			const runs = await scoreRecorded(gateway);
			const wrong = runs.filter(({right}) => !right).map(({scenario, first}) => `${scenario} (first: ${first})`);
			return `| ${gateway} | ${runs.filter(({right}) => right).length} of ${runs.length} | ${runs.filter(({among3}) => among3).length} | ${wrong.join('; ')} |`;
		}),
	);
	return ['| gateway | first cause right | among the first three | not right |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** Several rules may find one cause, by other evidence. */
function kindsTable(): string {
	const rows = [...Map.groupBy(diagnosisRules, ({kind}) => kind)].sort(([a], [b]) => a.localeCompare(b));
	return [
		'| kind | what it is |',
		'| --- | --- |',
		...rows.map(([kind, rules]) => `| \`${kind}\` | ${cell(rules.map(({summary}) => summary).join('; or: '))} |`),
	].join('\n');
}

function checksTable(): string {
	return ['| name | question |', '| --- | --- |', ...checks.map(({name, question}) => `| \`${name}\` | ${cell(question)} |`)].join('\n');
}

function reference(): string {
	return Object.entries(signatures)
		.map(([source, list]) => [`### ${source}`, '', ...tableOf(list.filter(({role}) => role !== 'quiet'))].join('\n'))
		.join('\n\n');
}

function tableOf(list: readonly Signature[]): readonly string[] {
	return [
		'| id | meaning | role, phase | cause | clients get | check | change | written in |',
		'| --- | --- | --- | --- | --- | --- | --- | --- |',
		...list.map(
			({id, meaning, role, phase, cause, status, check, change, source}) =>
				`| ${[`\`${id}\``, meaning, `${role}, ${phase}`, cause === null ? '' : `\`${cause}\``, status, check, change, source].map(cell).join(' | ')} |`,
		),
	];
}

function cell(text: string): string {
	return text.replaceAll('|', String.raw`\|`).replaceAll('<', '&lt;');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	writeFileSync(diagnosisPage, await withReference(readFileSync(diagnosisPage, 'utf8')));
}
