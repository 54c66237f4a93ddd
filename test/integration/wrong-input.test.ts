import {chmod, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {gatequake, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

const refused = test.macro({
	async exec(t, args: readonly string[], words: RegExp, env: Readonly<Record<string, string>> = {}) {
		const {exitCode, stdout, stderr} = await gatequake(args, {env});
		t.is(exitCode, 2, stdout + stderr);
		t.regex(stderr, words);
		t.notRegex(stderr, /should not be/, 'no stack trace for a mistake of the user');
	},
	title: (title) => `${title} is refused with exit code 2`,
});

test(
	'an unknown scenario, with the nearest name,',
	refused,
	['run', 'upstream-kiled'],
	/there is no scenario `upstream-kiled`; did you mean `upstream-killed`\?/,
);
test('a scenario file that is not there', refused, ['run', './no/such.ts'], /there is no scenario file .*no\/such\.ts/);
test('a glob that matches nothing', refused, ['run', 'nothing/*.ts'], /no file matches/);
test('a negative rate', refused, ['run', 'steady', '--rate', '-5'], /--rate must be a number from 1 to 50000, and `-5` came/);
test('a rate of 0', refused, ['run', 'steady', '--rate', '0'], /--rate must be a number from 1 to 50000, and `0` came/);
test(
	'a rate beyond what the cap on requests in flight holds',
	refused,
	['run', 'steady', '--rate', '20000'],
	/20000 requests per second with a deadline of 5000 ms need 100000 in flight.*maxInFlight is 4000 \(lower load\.ratePerSecond/,
);
test('an unknown flag, with the nearest name,', refused, ['run', '--repet', '3'], /unknown flag --repet; did you mean --repeat\?/);
test('an unknown gateway', refused, ['run', '--gateway', 'ngnix'], /did you mean nginx\?/);
test('an unknown wrong fault', refused, ['run', '--wrong-fault', 'kil'], /did you mean kill\?/);
test(
	'withholding a fault and exchanging it at once',
	refused,
	['run', '--withhold-fault', '--wrong-fault', 'hang'],
	/cannot be had together/,
);
test('an unknown command', refused, ['rum'], /there is no command `rum`; did you mean `run`\?/);
test(
	'a config file that is missing',
	refused,
	['run', 'steady', '--config', 'mine=/no/such.conf'],
	/--config mine=\/no\/such\.conf: the file cannot be read/,
);
test(
	'a fault that needs another app',
	refused,
	['run', 'upstream-killed', '--wrong-fault', 'reset'],
	/reset asks the app on app1 to `reset`, which `node\(\)` cannot: write `bytes\(\)` in its place/,
);
test('an engine that does not answer', refused, ['run', 'steady'], /engine/i, {DOCKER_HOST: 'unix:///tmp/there-is-no-engine-here.sock'});
test('a report that cannot be judged', refused, ['judge', '/tmp'], /expected a saved run with timeline\.json/);
test(
	'several mistakes at once',
	refused,
	['run', '--rate', 'fast', '--repeat', '0', '--shard', '3/2'],
	/--rate must[^]*--repeat must[^]*--shard must/,
);

test('every problem of a scenario file is told at once, with its path', async (t) => {
	await using folder = await temporaryFolder();
	const file = path.join(folder.path, 'wrong.ts');
	await writeFile(
		file,
		`import {defineScenario, expect, kill, node} from '${repository}src/index.ts';
export default defineScenario({
	titel: 'x',
	topology: {upstreams: [node({portt: 1})]},
	load: {ratePerSecond: -1},
	phases: {baselineMs: 1000, faultMs: 1000},
	fault: kill({upstream: 'app9'}),
	expect: [expect.errors({cause: 'conection_refused', by: 'gateway', share: [2, 1]})],
	failsWithoutFault: ['outage'],
});
`,
	);
	const {exitCode, stderr} = await gatequake(['run', file]);
	t.is(exitCode, 2);
	for (const words of [
		/unknown option `titel`.*did you mean `title`\?/,
		/`title` is missing/,
		/unknown option `portt`/,
		/`load\.ratePerSecond` must be a number from 1/,
		/`phases\.recoveryMs` is missing/,
		/connection_refused/,
		/there is no expectation `outage`/,
	]) {
		t.regex(stderr, words);
	}
});

test('a body file that is missing, and TLS to a gateway that has none, are told before anything starts', async (t) => {
	await using folder = await temporaryFolder();
	const file = path.join(folder.path, 'wrong.ts');
	await writeFile(
		file,
		`import {defineScenario, expect, node} from '${repository}src/index.ts';
export default defineScenario({
	title: 'x',
	topology: {upstreams: [node()]},
	load: {bodyFile: 'order.json', tls: {serverName: 'shop.test'}},
	phases: {baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
	fault: null,
	expect: [expect.noErrors()],
});
`,
	);
	const {exitCode, stdout, stderr} = await gatequake(['run', file, '--output', folder.path]);
	t.is(exitCode, 2, stdout + stderr);
	t.regex(stderr, /load\.bodyFile: expected a file that can be read, and .*order\.json cannot be \(ENOENT\)/);
	t.regex(stderr, /load\.tls: the gateway listens for plain HTTP/);
});

const badFile = test.macro({
	async exec(t, content: string, words: RegExp) {
		await using folder = await temporaryFolder();
		const file = path.join(folder.path, 'bad.ts');
		await writeFile(file, content);
		const {exitCode, stderr} = await gatequake(['run', file]);
		t.is(exitCode, 2, stderr);
		t.regex(stderr, words);
	},
	title: (title) => `a scenario file that ${title} is refused with exit code 2`,
});

test('throws', badFile, "throw new Error('thrown by the file');", /bad\.ts could not be loaded: Error: thrown by the file/);
test('does not parse', badFile, 'export default {', /bad\.ts could not be loaded/);
test('has no default export', badFile, 'export const scenario = {};', /has no default export: write `export default defineScenario/);
test('exports something else', badFile, 'export default 5;', /is not a scenario that can be run/);

test.serial('an output folder that cannot be written is refused before anything starts', async (t) => {
	await using folder = await temporaryFolder();
	const file = path.join(folder.path, 'a-file');
	await writeFile(file, '');
	await chmod(file, 0o444);
	const {exitCode, stdout, stderr} = await gatequake(['run', 'steady', '--output', path.join(file, 'report')]);
	t.is(exitCode, 2, stderr);
	t.regex(stderr, /the output folder .* cannot be written/);
	t.is(stdout, '', 'not even a run was begun');
});

test.serial('a config that nginx refuses is told in its own words with the line, and nothing is left', async (t) => {
	await using folder = await temporaryFolder();
	const file = path.join(folder.path, 'mine.conf');
	await writeFile(file, 'events {}\nhttp {\n  server {\n    lsten 80;\n  }\n}\n');
	const {exitCode, stdout, stderr} = await gatequake(['run', 'steady', '--config', `mine=${file}`, '--output', folder.path]);
	t.is(exitCode, 2, stdout + stderr);
	t.regex(stderr, /nginx refuses the config .*mine\.conf: unknown directive "lsten" in .*:4\n\s+line 4: lsten 80;/);
	t.deepEqual(await leftoversOf(stdout), []);
});
