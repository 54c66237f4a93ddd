// Commands as the documents show them, and whether they are what they say. Those of gatequake are run in a folder that holds what they
// name (reports, logs, configs) and without an engine: what needs containers is planned by `--dry-run`, or gets as far as asking for one.
import {existsSync, globSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {commands} from '../../src/cli/commands.ts';
import {GatequakeError} from '../../src/error.ts';
import {fencesIn} from './markdown.ts';
import type {MarkdownFile} from './markdown.ts';
import {runCommand} from './run-command.ts';
import {programsIn} from './shell-line.ts';
import {projectFolder} from './source-file.ts';

export interface ShownCommand {
	/** `README.md:12`, the block that it stands in. */
	readonly at: string;
	readonly words: readonly string[];
	/** Where it is to be run, from the project's folder; the last `cd` of its block says so. */
	readonly folder: string;
}

/** All commands in blocks of the shell; a line that ends with a backslash goes on. */
export function commandsIn(page: MarkdownFile): readonly ShownCommand[] {
	return fencesIn(page)
		.filter(({language}) => language === 'sh')
		.flatMap(({at, lines}) => {
			let folder = '.';
			return lines
				.join('\n')
				.replaceAll('\\\n', ' ')
				.split('\n')
				.flatMap((line) => programsIn(line))
				.flatMap(({words}) => {
					if (words[0] !== 'cd') return [{at, words, folder}];
					folder = path.posix.join(folder, words[1] ?? '');
					return [];
				});
		});
}

/** Those below `Examples:` of each command's help. */
export function examplesInHelp(): readonly ShownCommand[] {
	return Object.entries(commands).flatMap(([name, {help}]) =>
		(help.split('\nExamples:\n')[1] ?? '')
			.split('\n')
			.flatMap((line) => programsIn(line))
			.map(({words}) => ({at: `gatequake ${name} --help`, words, folder: '.'})),
	);
}

/** What is not run here, and why that is right. */
const others: Readonly<Record<string, string>> = {
	curl: 'of the system: asks the URL that stands beside it',
	nginx: "of the reader's machine: prints its config",
	journalctl: "of the reader's machine: prints its journal",
	head: 'of the system',
	grep: 'of the system',
	git: 'of the system',
	ssh: 'another machine',
	kubectl: "the cluster's own; there is none here: what it is given is held against schemas (test/deploy/)",
	docker: "the engine's own; `docker` shows what it does",
};

/** npm's own words, not scripts of package.json. */
const ofNpm: Readonly<Record<string, string>> = {
	install: 'downloads packages',
	ci: 'downloads packages',
	pack: 'is run by the integration tests of the package (test/integration/)',
	publish: 'cannot be taken back',
	version: 'makes a commit',
};

/** A folder in which the words of commands name something. */
export interface Sandbox {
	/** Relative names are looked for here. */
	readonly home: string;
	/** Absolute ones below this folder. */
	readonly root: string;
	/** Answers in place of every URL. */
	readonly url: string;
	/** Read in place of standard input, by what it is to be: a config, a log, an answer. */
	readonly standardInput: (words: readonly string[]) => string;
}

/** What is wrong with it; null where nothing is. */
export async function problemWith({words, folder}: ShownCommand, sandbox: Sandbox): Promise<string | null> {
	const [program = '', ...rest] = words;
	if (program === 'gatequake') return await problemOfGatequake(rest, folder, sandbox);
	if (program === 'npx')
		return rest[0] === 'gatequake' ? await problemOfGatequake(rest.slice(1), folder, sandbox) : `npx ${rest[0]} is not gatequake`;
	if (program === 'npm') return problemOfNpm(rest, folder);
	if (program === 'node') return problemOfNode(rest, folder);
	return others[program] === undefined
		? `${program} is no program that a test knows: run it, or say in test/helpers/shown-commands.ts why not`
		: null;
}

function problemOfNpm([word = '', script = '']: readonly string[], folder: string): string | null {
	if (ofNpm[word] !== undefined) return null;
	const name = word === 'run' ? script : word;
	const file = path.join(projectFolder, folder, 'package.json');
	const text: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
	const scripts = typeof text === 'object' && text !== null && 'scripts' in text ? text.scripts : {};
	return typeof scripts === 'object' && scripts !== null && Object.hasOwn(scripts, name) ? null : `${file} has no script ${name}`;
}

function problemOfNode(words: readonly string[], folder: string): string | null {
	const file = words.find((word) => !word.startsWith('-'));
	return file !== undefined && existsSync(path.join(projectFolder, folder, file)) ? null : `there is no file ${file}`;
}

async function problemOfGatequake(words: readonly string[], folder: string, sandbox: Sandbox): Promise<string | null> {
	const [name = '', ...given] = words;
	if (['--help', '--version'].includes(name)) return null;
	const command = commands[name];
	if (command === undefined) return `there is no command ${name}`;
	if (given.includes('--help')) return null;
	const cwd = folder === '.' ? sandbox.home : path.join(projectFolder, folder);
	// As a shell would: a pattern that matches files becomes them.
	const argv = given.flatMap((word) => {
		const where = placed(word, words, sandbox);
		const matches = /[*?]/.test(where) ? globSync(where, {cwd}).toSorted() : [];
		return matches.length === 0 ? [where] : matches;
	});
	try {
		const {stderr, exitCode} = await runCommand(
			command,
			['run', 'images', 'init'].includes(name) ? withDryRun(argv) : soonOver(name, argv),
			cwd,
			{
				orThrow: true,
			},
		);
		return exitCode === 4 ? stderr : null;
	} catch (error) {
		// It read all its words, and then asked for containers.
		if (error instanceof GatequakeError && /^(?:NO_)?ENGINE/.test(error.code)) return null;
		// Nobody has given it the keys of a bucket.
		if (error instanceof GatequakeError && error.code === 'NO_BUCKET')
			return error.message.endsWith('_KEY is not set') ? null : error.message;
		// There is nobody to send to, and nobody sends.
		if (
			error instanceof GatequakeError &&
			((name === 'send' && error.code === 'NOT_SENT') || (name === 'collect' && error.code === 'NO_REPORT'))
		)
			return null;
		if (error instanceof GatequakeError) return `${error.code}: ${error.message}`;
		throw error;
	}
}

/** What is shown starts nothing here, and writes nothing. */
function withDryRun(argv: readonly string[]): readonly string[] {
	return argv.includes('--dry-run') ? argv : [...argv, '--dry-run'];
}

/** A command that waits for others waits no longer than a moment, and for nobody from outside. */
function soonOver(name: string, argv: readonly string[]): readonly string[] {
	if (name !== 'collect' || argv.some((word) => word.startsWith('s3://'))) return argv;
	const given = argv.filter((word, index) => !['--within', '--listen'].some((flag) => word === flag || argv[index - 1] === flag));
	return [...given, '--within', '0.01', '--listen', '127.0.0.1:0'];
}

/** A word with what it names put in its place: `a=/etc/x.conf` as well as `/etc/x.conf`. */
function placed(word: string, words: readonly string[], {root, url, standardInput}: Sandbox): string {
	if (word === '-') return standardInput(words);
	if (/^https?:\/\//.test(word)) return url;
	return word.replace(/(^|=)(\/)/, (_, before: string) => `${before}${root}/`);
}

/** Flags that are other programs' own. */
const foreign: Readonly<Record<string, string>> = {
	'--write': 'of npm run score',
	'--learnt': 'of npm run score',
	'--verbose': 'of npm run score',
	'--file-flush-interval-msec': "Envoy's",
	'--provenance': "npm publish's",
};

const knownFlags = new Set(Object.values(commands).flatMap(({help}) => [...help.matchAll(/--[a-z][a-z-]*/g)].map(([flag]) => flag)));

/** What is wrong with code in a sentence that is a command of gatequake, whole or with words to fill in, or a flag; null where nothing is. */
export function problemInSentence(code: string): string | null {
	const [, name, rest = ''] = /^(?:npx )?gatequake (\S+)(.*)$/.exec(code) ?? [];
	if (name === undefined) {
		const [flag] = /^--[a-z][a-z-]*/.exec(code) ?? [];
		return flag === undefined || knownFlags.has(flag) || foreign[flag] !== undefined ? null : `no command has the flag ${flag}`;
	}

	if (name === 'COMMAND' || name.startsWith('--')) return null;
	const command = commands[name];
	if (command === undefined) return `there is no command ${name}`;
	const unknown = [...rest.matchAll(/(?<=\s)--[a-z][a-z-]*/g)]
		.map(([flag]) => flag)
		.filter((flag) => flag !== '--help' && !command.help.includes(flag));
	return unknown.length === 0 ? null : `gatequake ${name} has no ${unknown.join(', ')}`;
}
