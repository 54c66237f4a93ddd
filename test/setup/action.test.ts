import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {runFlags} from '../../src/cli/run-flags.ts';
import {exitCodes} from '../../src/error.ts';
import {decideFiles} from '../../src/init/decide-files.ts';
import {repository, temporaryFolder} from '../helpers/command.ts';

interface Validation {
	readonly errors: readonly {readonly title: string; readonly detail?: string; readonly path?: string}[];
}

// GitHub's own schemas, in WebAssembly behind CommonJS.
const {validateAction, validateWorkflow}: Readonly<Record<'validateAction' | 'validateWorkflow', (text: string) => Validation>> =
	createRequire(import.meta.url)('@action-validator/core');

const action = await readFile(path.join(repository, 'action.yml'), 'utf8');

test('the action is one by the schema, and the schema sees what is wrong with one', (t) => {
	t.deepEqual(validateAction(action).errors, []);
	t.not(validateAction(action.replace('using: composite', 'using: compost')).errors.length, 0);
	t.not(validateAction(action.replaceAll('      shell: bash\n', '')).errors.length, 0);
});

test('the jobs that `init` writes and those in docs/ci.md are workflows by the schema', async (t) => {
	const page = await readFile(path.join(repository, 'docs/ci.md'), 'utf8');
	const shown = [...page.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text = '']) => text);
	t.true(shown.length >= 2);
	const written = ['', '{"devDependencies": {"gatequake": "1"}}'].map(
		(manifest) =>
			decideFiles(
				new Map(
					manifest === ''
						? []
						: [
								['package.json', manifest],
								['package-lock.json', ''],
							],
				),
				'1.0.0',
			).write.find(({path: file}) => file.startsWith('.github/'))?.text ?? '',
	);
	for (const text of [...shown, ...written]) {
		t.deepEqual(validateWorkflow(text).errors, [], text);
	}

	t.not(validateWorkflow(written[0]?.replace('runs-on', 'run-on') ?? '').errors.length, 0);
});

test('every input is used, every one that is used is there, and each word of the script is a flag', async (t) => {
	const inputs = /^inputs:\n([^]*?)^outputs:/m.exec(action)?.[1] ?? '';
	const declared = [...inputs.matchAll(/^ {2}([\w-]+):$/gm)].map(([, name = '']) => name);
	const used = new Set([...action.matchAll(/\binputs\.([\w-]+)/g)].map(([, name = '']) => name));
	t.deepEqual(
		declared.filter((name) => !used.has(name)),
		[],
	);
	t.is(used.size, declared.length);
	const script = await readFile(path.join(repository, 'src/setup/action.sh'), 'utf8');
	for (const [, flag = ''] of script.matchAll(/ --([\w-]+) /g)) t.true(Object.hasOwn(runFlags, flag), flag);
});

test('its script runs the command with its inputs, keeps the exit code, and says where the report is', async (t) => {
	// Two processes of the command line, on a machine that may be busy.
	t.timeout(300_000);
	await using folder = await temporaryFolder();
	const file = (name: string) => path.join(folder.path, name);
	const run = async (env: Readonly<Record<string, string>>) => {
		const all = {...process.env, GITHUB_OUTPUT: file('output'), GITHUB_STEP_SUMMARY: file('summary'), GATEQUAKE_ARTIFACT: 'report', ...env};
		try {
			const {stdout} = await promisify(execFile)('sh', [path.join(repository, 'src/setup/action.sh')], {
				cwd: folder.path,
				env: all,
				maxBuffer: 2 ** 26,
			});
			return {code: 0, text: stdout};
		} catch (error) {
			const {code, stderr}: {code?: unknown; stderr?: string} = Object(error);
			return {code, text: stderr ?? ''};
		}
	};
	const planned = await run({GATEQUAKE_ARGUMENTS: 'steady hang --dry-run --gateway nginx', GATEQUAKE_SHARD: '2/2'});
	t.is(planned.code, 0, planned.text);
	const plans: unknown = JSON.parse(planned.text);
	t.like(plans, [{scenario: 'hang', gateway: {name: 'nginx'}}]);
	t.is(await readFile(file('output'), 'utf8'), 'exit-code=0\nartifact=report-2\n');
	const refused = await run({GATEQUAKE_ARGUMENTS: 'stedy'});
	t.is(refused.code, 2);
	t.regex(refused.text, /did you mean `steady`/);
	t.regex(await readFile(file('output'), 'utf8'), /exit-code=2\nartifact=report\n$/);
});

test('the exit codes in docs/ci.md are those of the command line', async (t) => {
	const page = await readFile(path.join(repository, 'docs/ci.md'), 'utf8');
	const told = [...page.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
	t.deepEqual(told, Object.values(exitCodes));
});
