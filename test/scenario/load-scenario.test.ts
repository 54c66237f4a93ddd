import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {loadScenarios, shippedScenarios} from '../../src/scenario/load-scenario.ts';

const api = pathToFileURL(path.resolve('src/index.ts')).href;
const good = `import {defineScenario, expect, node} from '${api}';
export default defineScenario({
	title: 'nothing',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 100, faultMs: 100, recoveryMs: 100},
	fault: null,
	expect: [expect.noErrors()],
});
`;

/** A folder with these files, gone at the end of the test. */
async function folderWith(files: Readonly<Record<string, string>>): Promise<AsyncDisposable & {readonly cwd: string}> {
	const cwd = await mkdtemp(path.join(tmpdir(), 'gatequake-scenarios-'));
	for (const [name, text] of Object.entries(files)) {
		await mkdir(path.dirname(path.join(cwd, name)), {recursive: true});
		await writeFile(path.join(cwd, name), text);
	}

	return {
		cwd,
		async [Symbol.asyncDispose]() {
			await rm(cwd, {recursive: true});
		},
	};
}

/** The error of loading these words, checked to be the user's to mend. */
async function refusal(words: readonly string[], cwd: string): Promise<GatequakeError> {
	try {
		await loadScenarios(words, cwd);
	} catch (error) {
		if (error instanceof GatequakeError && error.code === 'BAD_SCENARIO' && error.exitCode === 2) {
			return error;
		}

		throw error;
	}

	throw new Error('expected a refusal, and the scenarios were loaded');
}

test('no words are every shipped scenario, in the order of their names', async (t) => {
	const loaded = await loadScenarios([], '/');
	const files = loaded.map(({file}) => file);
	t.true(files.length >= 15);
	t.deepEqual(files, files.toSorted());
	t.true(loaded.some(({name}) => name === 'upstream-killed'));
});

const groups = ['core', 'network', 'app', 'deploy', 'overload', 'recovery', 'tls', 'gateway', 'server'];

test('every shipped scenario is in one of the groups, and says what must fail without its fault', async (t) => {
	for (const {name, scenario} of await loadScenarios([], '/')) {
		t.true(
			scenario.tags?.some((tag) => groups.includes(tag)),
			name,
		);
		t.is((scenario.failsWithoutFault ?? []).length > 0, scenario.fault !== null, name);
		t.regex(scenario.title, /^[a-z].*[^.]$/, name);
	}
});

test("a shipped scenario's name, its path and a glob name the same file; the same file is loaded once", async (t) => {
	const folder = path.dirname(shippedScenarios);
	const file = path.join(shippedScenarios, 'steady.ts');
	const loaded = await loadScenarios(['steady', 'scenarios/steady.ts', file, 'scenarios/stead*.ts'], folder);
	t.deepEqual(
		loaded.map((entry) => [entry.name, entry.file]),
		[['steady', file]],
	);
});

test('a glob gives its files in the order of their names, so that shards of two machines agree', async (t) => {
	const names = ['m.ts', 'b/a.ts', 'z.ts', 'a.ts', 'b/z.ts', 'k.ts'];
	await using folder = await folderWith(Object.fromEntries(names.map((name) => [name, good])));
	const loaded = await loadScenarios(['**/*.ts'], folder.cwd);
	t.deepEqual(
		loaded.map(({file}) => path.relative(folder.cwd, file)),
		names.toSorted(),
	);
});

test('a file of the working folder goes before a shipped scenario of that name', async (t) => {
	await using folder = await folderWith({steady: good.replaceAll("'nothing'", "'mine'"), 'mine.mjs': good});
	const [loaded] = await loadScenarios(['mine.mjs'], folder.cwd);
	t.is(loaded?.name, 'mine');
	t.is(loaded?.scenario.title, 'nothing');
});

test('an unknown name offers the nearest one', async (t) => {
	const {message, hint} = await refusal(['upstream-kiled'], '/');
	t.is(message, 'there is no scenario `upstream-kiled`; did you mean `upstream-killed`?');
	t.is(hint, '`gatequake list` shows the scenarios there are');
	t.is((await refusal(['qqqqqqqqqq'], '/')).message, 'there is no scenario `qqqqqqqqqq`');
});

test('a name that `gatequake` does not export is told with the nearest one, and no frame of the stack is ours', async (t) => {
	await using folder = await folderWith({
		'mine.ts': "import {defineScenaro} from 'gatequake';\n",
		'thrown.ts': "throw new Error('mine');\n",
	});
	const {message, hint} = await refusal(['mine.ts', 'thrown.ts'], folder.cwd);
	t.regex(message, /mine\.ts could not be loaded: [^]*named 'defineScenaro' \(did you mean `defineScenario`\?\)/);
	t.regex(message, /thrown\.ts could not be loaded: Error: mine\n\s+at .*thrown\.ts:1:\d+\)?$/);
	t.is(hint, 'with --dry-run a file is checked, and nothing is started');
});

test('a path and a glob that name nothing say where was looked', async (t) => {
	t.is((await refusal(['./nowhere.ts'], '/tmp')).message, 'there is no scenario file /tmp/nowhere.ts');
	t.is((await refusal(['nowhere-*.ts'], '/tmp')).message, 'no file matches `nowhere-*.ts` in /tmp');
});

test('a file that throws is told with its path, its words and the line', async (t) => {
	await using folder = await folderWith({'broken.ts': "const port: number = 1;\nthrow new Error('out of paper');\n"});
	const {message} = await refusal(['broken.ts'], folder.cwd);
	t.true(message.startsWith(path.join(folder.cwd, 'broken.ts')));
	t.regex(message, /could not be loaded: Error: out of paper/);
	t.regex(message, /broken\.ts:2/);
});

test('a file that is no program is told with its path', async (t) => {
	await using folder = await folderWith({'torn.ts': 'export default {', 'notes.md': '# notes'});
	const {message} = await refusal(['torn.ts'], folder.cwd);
	t.regex(message, /torn\.ts could not be loaded: [\s\S]*SyntaxError/);
	t.notRegex(message, /node:internal/);
	t.regex((await refusal(['notes.md'], folder.cwd)).message, /notes\.md could not be loaded/);
});

test('a file without a default export is told what to write', async (t) => {
	await using folder = await folderWith({'named.ts': 'export const scenario = 1;\n'});
	t.is(
		(await refusal(['named.ts'], folder.cwd)).message,
		`${path.join(folder.cwd, 'named.ts')} has no default export: write \`export default defineScenario({...})\``,
	);
});

test('all problems of all files and words are told at once', async (t) => {
	await using folder = await folderWith({
		'a.ts': good.replace('title:', 'titel:').replace('baselineMs: 100', 'baselineMs: 0'),
		'b.ts': 'export const scenario = 1;\n',
		'c.ts': good,
	});
	const {message} = await refusal(['a.ts', 'b.ts', 'c.ts', 'upstream-kiled'], folder.cwd);
	t.regex(message, /did you mean `upstream-killed`/);
	t.regex(
		message,
		/a\.ts is not a scenario that can be run:\n {2}unknown option `titel` \(did you mean `title`\?\)\n {2}`title` is missing/,
	);
	t.regex(message, /`phases\.baselineMs` must be /);
	t.regex(message, /b\.ts has no default export/);
	t.notRegex(message, /c\.ts/);
});
