// The parts of docs/diagnosis.md that are made: kinds of causes, questions, the score on recorded logs, and the reference of signatures.
import {checks} from '../../../src/diagnosis/checklist.ts';
import {diagnosisRules} from '../../../src/diagnosis/rules.ts';
import type {Signature} from '../../../src/diagnosis/signature.ts';
import {signatures} from '../../../src/diagnosis/signatures.ts';
import {recordedGateways, scoreRecorded} from '../score-recorded.ts';
import {pageWithParts, table} from './made-page.ts';

export const diagnosisPage = pageWithParts('docs/diagnosis.md', async () => ({
	kinds: kindsTable(),
	checks: checksTable(),
	score: await scoreTable(),
	signatures: reference(),
}));

async function scoreTable(): Promise<string> {
	const rows = await Promise.all(
		recordedGateways.map(async (gateway) => {
			const runs = await scoreRecorded(gateway);
			const right = runs.filter(({isFirst}) => isFirst).length;
			const wrong = runs.filter(({isFirst}) => !isFirst).map(({scenario, found}) => `${scenario} (first: ${found[0]})`);
			return [gateway, `${right} of ${runs.length}`, String(runs.filter(({isAmongThree}) => isAmongThree).length), wrong.join('; ')];
		}),
	);
	return table(['gateway', 'first cause right', 'among the first three', 'not right'], rows);
}

/** Several rules may find one cause, by other evidence. */
function kindsTable(): string {
	const kinds = [...Map.groupBy(diagnosisRules, ({kind}) => kind)].sort(([a], [b]) => a.localeCompare(b));
	return table(
		['kind', 'what it is'],
		kinds.map(([kind, rules]) => [`\`${kind}\``, rules.map(({summary}) => summary).join('; or: ')]),
	);
}

function checksTable(): string {
	return table(
		['name', 'question'],
		checks.map(({name, question}) => [`\`${name}\``, question]),
	);
}

function reference(): string {
	return Object.entries(signatures)
		.map(([source, list]) => `### ${source}\n\n${tableOf(list.filter(({role}) => role !== 'quiet'))}`)
		.join('\n\n');
}

function tableOf(list: readonly Signature[]): string {
	return table(
		['id', 'meaning', 'role, phase', 'cause', 'clients get', 'check', 'change', 'written in'],
		list.map(({id, meaning, role, phase, cause, status, check, change, source}) => [
			`\`${id}\``,
			meaning,
			`${role}, ${phase}`,
			cause === null ? '' : `\`${cause}\``,
			status,
			check,
			change,
			source,
		]),
	);
}
