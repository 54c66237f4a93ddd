// `npm run score -- FOLDER…`: diagnoses recorded runs again, holds the first causes against the truth, and prints how often they are right.
// `--learnt nginx,haproxy` names the gateways whose runs the rules were written from: their numbers stand apart. `--write` puts the tables
// into docs/diagnosis.md. Runs with a verdict of `inconclusive` are left out: they proved nothing of the fault either.
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import {evidenceOf} from '../../src/diagnosis/run/evidence-of.ts';
import type {Facts} from '../../src/expectations/facts.ts';
import {judge} from '../../src/expectations/judge.ts';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import {confusion, scoreRun, totalOf, totalRow} from './score-runs.ts';
import type {ScoredRun} from './score-runs.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		learnt: {type: 'string', default: 'nginx,haproxy'},
		gateways: {type: 'string', default: ''},
		verbose: {type: 'boolean', default: false},
		write: {type: 'boolean', default: false},
	},
});
const learnt = new Set(values.learnt.split(','));
const wanted = new Set(values.gateways.split(',').filter((name) => name !== ''));
const recorded = positionals.flatMap((folder) => runFolders(path.resolve(folder)));
const scored: ScoredRun[] = [];
let leftOut = 0;
const showedInNothing: string[] = [];
for (const folder of recorded) {
	const name = gatewayOf(folder);
	if (wanted.size > 0 && name !== null && !wanted.has(name)) continue;
	// A campaign may be writing it.
	const timeline = await loadTimeline(folder).catch(() => null);
	if (timeline === null) continue;
	const {plan} = timeline;
	if (wanted.size > 0 && !wanted.has(plan.gateway.name)) continue;
	const judged = judge(timeline);
	if (judged.verdict === 'inconclusive' && plan.mode === 'as-written') {
		leftOut++;
		continue;
	}

	const evidence = evidenceOf(timeline, judged.facts);
	const diagnosis = diagnose(evidence);
	const hasFault = plan.fault !== null && plan.mode === 'as-written';
	if (hasFault && diagnosis.length === 0 && showsNothing(judged.facts)) {
		showedInNothing.push(plan.id);
		continue;
	}

	const run = scoreRun({gateway: plan.gateway.name, scenario: plan.scenario, hasFault}, diagnosis);
	if (run === null) {
		console.log(`no truth for ${plan.scenario}`);
		continue;
	}

	scored.push(run);
	if (values.verbose && !run.isFirst) {
		console.log(`${run.isAmongThree ? '~' : '✘'} ${plan.id}${hasFault ? '' : ' (no fault)'}: ${run.accepted.join(' or ')}`);
		for (const {kind, confidence, cause, requests} of diagnosis.slice(0, 4))
			console.log(`    ${kind} [${confidence}, ${requests}] ${cause}`);
	}
}

const withFault = scored.filter(({accepted}) => !accepted.every((kind) => kind === 'none'));
const without = scored.filter(({accepted}) => accepted.every((kind) => kind === 'none'));
const groups = [...Map.groupBy(withFault, ({gateway}) => gateway)].sort(
	([a], [b]) => Number(learnt.has(b)) - Number(learnt.has(a)) || a.localeCompare(b),
);
const lines = [
	'| runs of | runs | first cause right | among the first three |',
	'| --- | ---: | ---: | ---: |',
	...groups.map(([name, runs]) => totalRow(totalOf(`${name}${learnt.has(name) ? ' (rules written from these)' : ''}`, runs))),
	totalRow(
		totalOf(
			'**rules written from these**',
			withFault.filter(({gateway}) => learnt.has(gateway)),
		),
	),
	totalRow(
		totalOf(
			'**held out**',
			withFault.filter(({gateway}) => !learnt.has(gateway)),
		),
	),
	totalRow(totalOf('without a fault: no cause named', without)),
	'',
	`Left out: ${leftOut} inconclusive runs${showedInNothing.length === 0 ? '' : `, and those in which all requests of every window went well and about as fast as before, and nothing is said: ${showedInNothing.join(', ')}`}.`,
	'',
	'| what was true | first cause right | what was named instead |',
	'| --- | ---: | --- |',
	...confusion(scored),
];
console.log(lines.join('\n'));
if (values.write) {
	const file = 'docs/diagnosis.md';
	const text = readFileSync(file, 'utf8');
	const begin = '<!-- runs scored -->';
	const end = '<!-- end of runs scored -->';
	const [before, rest] = text.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error(`expected ${begin} and ${end} in ${file}, and one is missing`);
	writeFileSync(file, `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`);
}

/** By the judge's own facts, not by what the rules see: a rule that sees too little must not improve the score. */
function showsNothing({windows, causes}: Facts): boolean {
	const {baseline, fault, recovery} = windows;
	const seen = [fault, recovery].flatMap((window) => window ?? []);
	const usual = (baseline.p99Ms ?? 0) * 2 + 50;
	return causes.length === 0 && seen.every(({good, intended, p99Ms}) => good === intended && (p99Ms ?? 0) <= usual);
}

/** Folders that hold a timeline, below one that was named. */
function runFolders(folder: string, depth = 3): readonly string[] {
	// The report is written last: what has none is still being run.
	if (existsSync(path.join(folder, 'timeline.json'))) return existsSync(path.join(folder, '../report.json')) ? [folder] : [];
	if (depth === 0) return [];
	return readdirSync(folder, {withFileTypes: true})
		.filter((entry) => entry.isDirectory() && entry.name !== 'logs')
		.flatMap(({name}) => runFolders(path.join(folder, name), depth - 1));
}

/** By its folder's name, where that tells: `hang.nginx.default.1`. A cheap look before a timeline is read. */
function gatewayOf(folder: string): string | null {
	return path.basename(folder).split('.')[1]?.split('@')[0] ?? null;
}
