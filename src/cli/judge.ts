// `gatequake judge`: judges a saved run again, without containers.
import path from 'node:path';
import {GatequakeError, exitCodes} from '../error.ts';
import {judge} from '../expectations/judge.ts';
import {renderRun} from '../report/console.ts';
import {decideTerminal} from '../report/terminal.ts';
import {toRunReport} from '../report/to-report.ts';
import {loadTimeline} from '../run/save-timeline.ts';
import {loadProject} from '../scenario/load-project.ts';
import {readArguments} from './arguments.ts';
import type {Command} from './command.ts';

export const judgeCommand: Command = {
	summary: 'judges a saved run again, without containers',
	help: `Usage: gatequake judge DIR…

Reads the timelines that runs saved (a folder for each run below reports/<time>-<id>/) and judges them with today's rules.

Examples:
  gatequake judge reports/*/upstream-killed.nginx.default.1
  gatequake judge /tmp/report/steady.nginx.default.1
`,
	async run({argv, cwd, env, stdout}) {
		const {words} = readArguments(argv, {}, 'judge');
		if (words.length === 0) {
			throw new GatequakeError('expected the folder of a saved run, and none came', {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'gatequake judge reports/<time>-<id>/<run>',
			});
		}

		const terminal = decideTerminal({env, isTty: stdout.isTTY, columns: stdout.columns});
		const {rules} = await loadProject(cwd);
		const verdicts = new Set<string>();
		for (const word of words) {
			const timeline = await loadTimeline(path.resolve(cwd, word));
			const judged = judge(timeline, rules);
			verdicts.add(judged.verdict);
			stdout.write(renderRun(toRunReport(timeline, judged, {timeline: word, samples: word, logs: []}, {retriesOfRun: 0}), terminal));
		}

		return verdicts.has('fail') ? exitCodes.fail : verdicts.has('inconclusive') ? exitCodes.inconclusive : exitCodes.pass;
	},
};
