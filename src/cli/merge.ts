// `gatequake merge`: joins the reports of shards, with what their runs saved, into one.
import {createWriteStream, existsSync} from 'node:fs';
import {cp} from 'node:fs/promises';
import path from 'node:path';
import {Readable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {GatequakeError} from '../error.ts';
import {renderConsole} from '../report/console.ts';
import {ReportJoiner} from '../report/join-reports.ts';
import type {JoinedReport} from '../report/join-reports.ts';
import {jsonPieces} from '../report/json.ts';
import type {Report, RunReport} from '../report/report.ts';
import {reporters} from '../report/reporters.ts';
import {decideTerminal} from '../report/terminal.ts';
import {defaultReportFolder, makeReportFolder, newRunId} from '../run/report-folder.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';
import {readReport} from './read-report.ts';
import {knownWords} from './run-flags.ts';
import {writeReports} from './write-reports.ts';

const flags: Readonly<Record<string, Flag>> = {
	output: {value: 'DIR', help: 'where the joined report goes (default reports/<time>-<id>/)'},
	reporter: {
		value: 'a,b',
		help: `reports to write beside report.json (default console,junit,html): ${Object.keys(reporters).join(', ')}`,
		check: knownWords(reporters, []),
	},
};

export const mergeCommand: Command = {
	summary: 'joins the reports of shards into one',
	help: `Usage: gatequake merge REPORT REPORT… [flags]

Joins reports of one version of gatequake, in the order of their plan, and copies what their runs saved. A run that is in several counts
once. Shards and runs that are missing are named, and are an error of the joined report. Its exit code is the exit code of this command.

${flagHelp(flags)}

Examples:
  gatequake merge /tmp/shard1 /tmp/shard2 --output /tmp/joined
  gatequake merge /tmp/shard*/report.json --reporter console,markdown
`,
	async run({argv, cwd, env, stdout, stderr}) {
		const {words, flags: given} = readArguments(argv, flags, 'merge');
		if (words.length === 0) {
			throw new GatequakeError('expected reports to join, and none came', {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake merge shard1 shard2 --output joined',
			});
		}

		const joiner = new ReportJoiner();
		const folders = new Map<string, string>();
		for (const word of words) {
			const {report, source, folder} = await readReport(word, cwd);
			joiner.add(report, source);
			folders.set(source, folder);
		}

		const joined = joiner.join();
		const target = await targetFolder(given.get('output')?.[0], cwd, [...folders.values()]);
		await copyRuns(joined, folders, target);
		const names = new Set((given.get('reporter')?.[0] ?? 'console,junit,html').split(','));
		const json = path.join(target, reporters.json.output.fileName);
		await pipeline(Readable.from(jsonPieces(joined.head, joined.runs())), createWriteStream(json));
		const others = [...names].filter((name) => name !== 'json');
		const report = wholeReport(joined, others);
		const written = await writeReports(report, others, {folder: target, stdout});
		if (names.has('console')) {
			stdout.write(renderConsole(report, decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns})));
		}

		for (const line of [...joined.notes, ...report.errors]) {
			stderr.write(`gatequake: ${line}\n`);
		}

		stdout.write([json, ...written].map((file) => `${file}\n`).join(''));
		return report.exitCode;
	},
};

async function targetFolder(output: string | undefined, cwd: string, sources: readonly string[]): Promise<string> {
	const folder = output === undefined ? defaultReportFolder(cwd, new Date(), newRunId()) : path.resolve(cwd, output);
	if (sources.includes(folder)) {
		throw new GatequakeError(`expected an output folder of its own, and ${folder} is that of a report to join`, {
			code: 'BAD_ARGUMENTS',
			exitCode: 2,
			hint: 'name another one with --output DIR',
		});
	}

	return await makeReportFolder(folder);
}

/** A report may have come without what its runs saved, as when a CI job keeps report.json alone. */
async function copyRuns(joined: JoinedReport, folders: ReadonlyMap<string, string>, target: string): Promise<void> {
	for (const {id, files} of joined.runs()) {
		const folder = path.dirname(files.timeline);
		const source = folders.get(joined.origins.get(id) ?? '');
		if (source === undefined || !isBelow(folder) || !existsSync(path.join(source, folder))) {
			continue;
		}

		await cp(path.join(source, folder), path.join(target, folder), {recursive: true, verbatimSymlinks: true});
	}
}

/** Nothing that a report says leads out of its folder. */
function isBelow(folder: string): boolean {
	const normal = path.normalize(folder);
	return normal !== '.' && !path.isAbsolute(normal) && normal.split(path.sep)[0] !== '..';
}

/** For the renderings that take a report in one piece. Only the page draws charts and shows configs; for the others they need no memory. */
function wholeReport({head, runs}: JoinedReport, names: readonly string[]): Report {
	const drawn = names.includes('html');
	return {...head, runs: Array.from(runs(), (run) => (drawn ? run : withoutDrawing(run)))};
}

function withoutDrawing(run: RunReport): RunReport {
	return {
		...run,
		config: {...run.config, text: '', others: []},
		chart: {...run.chart, buckets: 0, outcomes: {}, p50Ms: [], p99Ms: [], maxMs: [], completed: [], upstreams: {}},
		events: [],
	};
}
