// `gatequake init`: looks at what lies in a folder, and writes first scenarios, a config and a CI job that run as they are.
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {GatequakeError, exitCodes} from '../error.ts';
import {decideFiles, writtenFiles} from '../init/decide-files.ts';
import {readFolder} from '../init/read-folder.ts';
import {version} from '../version.ts';
import {flagHelp, readArguments} from './arguments.ts';
import type {Flag} from './arguments.ts';
import type {Command} from './command.ts';

const flags: Readonly<Record<string, Flag>> = {
	'dry-run': {help: 'prints what it would write, and writes nothing'},
};

export const init: Command = {
	summary: 'writes a first scenario, a config and a CI job for what lies in this folder',
	help: `Usage: gatequake init [--dry-run]

Looks for a gateway's config (nginx, HAProxy, Caddy), a compose file, a Dockerfile and what the app is written in, and writes a scenario in
gatequake/ (where there is a compose file, another one that starts its services), gatequake.config.ts, and a workflow for GitHub Actions.
What is there already is left as it is, and named. What is not certain of a compose file stands at the top of its scenario, which
\`gatequake run\` without a word then leaves out.

${flagHelp(flags)}

Examples:
  gatequake init --dry-run
  gatequake init && gatequake run
`,
	async run({argv, cwd, stdout}) {
		const {words, flags: given} = readArguments(argv, flags, 'init');
		if (words.length > 0) {
			throw new GatequakeError(`expected no word, and \`${words.join(' ')}\` came`, {
				code: 'BAD_ARGUMENTS',
				exitCode: 2,
				hint: 'it looks at the folder that it is called in: cd there',
			});
		}

		const {write, left, seen, next, besides} = decideFiles(readFolder(cwd, writtenFiles), version);
		stdout.write(seen.map((sentence) => `${sentence}\n`).join(''));
		if (given.has('dry-run')) {
			stdout.write(write.map(({path: file, text}) => `\nwould write ${file}:\n\n${text.replaceAll(/^(?=.)/gm, '  ')}`).join(''));
		} else {
			for (const {path: file, text} of write) {
				await writeNew(path.join(cwd, file), text);
				stdout.write(`wrote ${file}\n`);
			}
		}

		stdout.write(left.map((file) => `left ${file} as it is: it is there already\n`).join(''));
		stdout.write(`\nnext: ${next}\n${besides.map((sentence) => `also: ${sentence}\n`).join('')}`);
		return exitCodes.pass;
	},
};

/** Never over a file that came in between. */
async function writeNew(file: string, text: string): Promise<void> {
	try {
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, text, {flag: 'wx'});
	} catch (error) {
		throw new GatequakeError(`expected to write ${file}, and could not: ${error instanceof Error ? error.message : String(error)}`, {
			code: 'NOT_WRITTEN',
			exitCode: 2,
			cause: error,
			hint: 'what was named before it is written; nothing was overwritten',
		});
	}
}
