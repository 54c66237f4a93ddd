// `npm run score -- FOLDER…`: diagnoses recorded runs again, holds the first causes against the truth, and prints how often they are right.
// Runs that the rules were written from stand apart from those held out (looked-at.ts). `--write` puts the tables into docs/diagnosis.md. Runs
// with a verdict of `inconclusive` proved nothing of the fault either: they are counted apart. `--since` leaves older runs out.
// `--logs` diagnoses from the gateway's log files alone, as `gatequake diagnose` does, and holds that against test/score/log-truth.ts.
// `--variants 6 --seed 7 --gateways nginx --output FOLDER` first runs six scenarios with other numbers, or with two faults at once, and scores
// these; `--image nginx=REFERENCE` takes another version.
import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {diagnose} from '../../src/diagnosis/diagnose.ts';
import type {RunEvidence} from '../../src/diagnosis/run/evidence.ts';
import {evidenceOf} from '../../src/diagnosis/run/evidence-of.ts';
import type {Facts} from '../../src/expectations/facts.ts';
import {judge} from '../../src/expectations/judge.ts';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import {isHeldOut} from './looked-at.ts';
import {runVariants} from './run-variants.ts';
import {diagnoseLogFiles} from '../helpers/score-recorded.ts';
import {logTruthsOf} from './log-truth.ts';
import {confusion, scoreRun, totalOf, totalRow} from './score-runs.ts';
import type {ScoredRun} from './score-runs.ts';
import {truthsOf} from './truth.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		logs: {type: 'boolean', default: false},
		gateways: {type: 'string', default: ''},
		since: {type: 'string', default: ''},
		variants: {type: 'string', default: '0'},
		seed: {type: 'string', default: '1'},
		image: {type: 'string', multiple: true, default: []},
		output: {type: 'string', default: 'reports/variants'},
		verbose: {type: 'boolean', default: false},
		write: {type: 'boolean', default: false},
	},
});
const wanted = new Set(values.gateways.split(',').filter((name) => name !== ''));
const sinceMs = values.since === '' ? -Infinity : Date.parse(values.since);
const count = Number(values.variants);
if (count > 0) {
	const gateways = wanted.size > 0 ? [...wanted] : ['nginx', 'haproxy', 'envoy'];
	runVariants({count, seed: Number(values.seed), gateways, output: path.resolve(values.output), images: values.image});
}

const recorded = [...positionals, ...(count > 0 ? [values.output] : [])].flatMap((folder) => runFolders(path.resolve(folder)));
const scored: ScoredRun[] = [];
const inconclusive: string[] = [];
const showedInNothing: string[] = [];
for (const folder of recorded) {
	const name = gatewayOf(folder);
	if (wanted.size > 0 && name !== null && !wanted.has(name)) continue;
	// A campaign may be writing it.
	const timeline = await loadTimeline(folder).catch(() => null);
	if (timeline === null || Date.parse(timeline.startedAt) < sinceMs) continue;
	const {plan, startedAt} = timeline;
	if (wanted.size > 0 && !wanted.has(plan.gateway.name)) continue;
	const isOther = /--v\d+$/.test(plan.scenario);
	const heldOut = isHeldOut({gateway: isOther ? 'variants' : plan.gateway.name, startedAt});
	const judged = judge(timeline);
	if (judged.verdict === 'inconclusive' && plan.mode === 'as-written') {
		inconclusive.push(plan.id);
		continue;
	}

	const hasFault = plan.fault !== null && plan.mode === 'as-written';
	const truths = hasFault ? (values.logs ? logTruthsOf : truthsOf)(plan.scenario) : [['none']];
	if (truths === null) {
		console.log(`no truth for ${plan.scenario}`);
		continue;
	}

	const found = values.logs ? await causesInLogs(folder, plan.gateway.name) : causesOfRun(evidenceOf(timeline, judged.facts));
	if (hasFault && found.length === 0 && showsNothing(judged.facts)) {
		showedInNothing.push(plan.id);
		continue;
	}

	const run = scoreRun(
		{gateway: plan.gateway.name, scenario: plan.scenario, heldOut},
		truths,
		found.map(({names}) => names),
	);
	scored.push(run);
	if (values.verbose && !(run.isFirst && run.isAmongThree)) {
		const kept = heldOut ? 'held out' : 'looked at';
		console.log(
			`${run.isAmongThree ? '~' : '✘'} ${plan.id}${hasFault ? '' : ' (no fault)'}, ${kept}, ${folder}: ${run.accepted.join(' or ')}`,
		);
		for (const {names, told} of found.slice(0, 4)) console.log(`    ${names.join(' ')} ${told}`);
	}
}

const withFault = scored.filter(({accepted}) => !accepted.every((kind) => kind === 'none'));
const without = scored.filter(({accepted}) => accepted.every((kind) => kind === 'none'));
const heldOut = withFault.filter((run) => run.heldOut);
const lookedAt = withFault.filter((run) => !run.heldOut);
const lines = [
	'| runs | runs | first cause right | among the first three |',
	'| --- | ---: | ---: | ---: |',
	...rowsOf(heldOut, 'held out'),
	totalRow(totalOf('**held out, all**', heldOut)),
	...rowsOf(lookedAt, 'looked at'),
	totalRow(totalOf('**looked at, all**', lookedAt)),
	...totalsWithout(),
	'',
	`Left out: ${inconclusive.length} inconclusive runs${listed(inconclusive)}; ${showedInNothing.length} in which all requests of every window went well and about as fast as before, and nothing is said${listed(showedInNothing)}.`,
	'',
	'| what was true | first cause right | what was named instead |',
	'| --- | ---: | --- |',
	...confusion(scored),
];
console.log(lines.join('\n'));
if (values.write) {
	const file = 'docs/diagnosis.md';
	const text = readFileSync(file, 'utf8');
	const what = values.logs ? 'logs scored' : 'runs scored';
	const begin = `<!-- ${what} -->`;
	const end = `<!-- end of ${what} -->`;
	const [before, rest] = text.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) throw new Error(`expected ${begin} and ${end} in ${file}, and one is missing`);
	writeFileSync(file, `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`);
}

interface Found {
	/** What the cause goes by. */
	readonly names: readonly string[];
	readonly told: string;
}

function causesOfRun(evidence: RunEvidence): readonly Found[] {
	return diagnose(evidence).map(({kind = 'unnamed', confidence, requests, cause}) => ({
		names: [kind],
		told: `[${confidence}, ${requests}] ${cause}`,
	}));
}

async function causesInLogs(folder: string, gateway: string): Promise<readonly Found[]> {
	const logs = path.join(folder, 'logs');
	// What a gateway logs of its health checks is neither its error log nor its access log.
	const names = readdirSync(logs).filter((name) => name.startsWith('gateway.') && name !== 'gateway.health.log');
	const {causes} = await diagnoseLogFiles(
		gateway,
		names.map((name) => ({name, content: readFileSync(path.join(logs, name))})),
	);
	return causes.map((each) => ({names: [each.id, each.cause ?? ''], told: `[${each.confidence}, ${each.count}] ${each.meaning}`}));
}

/** By gateway; scenarios with other numbers, and pairs of faults, in rows of their own. */
function rowsOf(runs: readonly ScoredRun[], kept: string): readonly string[] {
	const groups = Map.groupBy(runs, ({gateway, scenario}) =>
		scenario.startsWith('pair-') ? 'two faults at once (both among three)' : scenario.includes('--') ? 'other numbers' : gateway,
	);
	return [...groups].sort(([a], [b]) => a.localeCompare(b)).map(([name, group]) => totalRow(totalOf(`${name}, ${kept}`, group)));
}

function totalsWithout(): readonly string[] {
	return [
		totalOf(
			'without a fault, held out: no cause named',
			without.filter((run) => run.heldOut),
		),
		totalOf(
			'without a fault, looked at: no cause named',
			without.filter((run) => !run.heldOut),
		),
	].map(totalRow);
}

/** Some of them, where there are many. */
function listed(ids: readonly string[], most = 12): string {
	const more = ids.length > most ? `, and ${ids.length - most} more` : '';
	return ids.length === 0 ? '' : ` (${ids.slice(0, most).join(', ')}${more})`;
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
