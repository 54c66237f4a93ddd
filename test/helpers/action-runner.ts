// Runs a composite action as a runner of GitHub's does, as far as our own uses it: inputs and their defaults, expressions, conditions,
// `run` steps in bash with the files for outputs and the summary. Steps that use other actions are not run: what they would be given is told.
import {spawn} from 'node:child_process';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parse} from 'yaml';

export interface ActionOrder {
	/** The text of action.yml. */
	readonly text: string;
	/** Where the action is checked out. */
	readonly actionPath: string;
	/** Of the job: where its repository is checked out. */
	readonly workspace: string;
	/** For the runner's files and its temporary folder. */
	readonly runnerFolder: string;
	readonly inputs: Readonly<Record<string, string>>;
	/** Steps whose work is done already, by what they run. */
	readonly leaveOut: RegExp | null;
	/** Outputs of steps that use other actions, by id: what a cache says, say. */
	readonly usedOutputs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
	readonly env?: Readonly<Record<string, string>>;
}

export interface ActionRun {
	readonly ok: boolean;
	readonly steps: readonly StepRun[];
	/** Of the action. */
	readonly outputs: Readonly<Record<string, string>>;
	/** The job's summary. */
	readonly summary: string;
}

export interface StepRun {
	/** Its id, or the first words of what it does. */
	readonly name: string;
	/** Null where it was left out, or uses another action. */
	readonly exitCode: number | null;
	readonly output: string;
	/** Of a step that uses another action, with its inputs; null for others. */
	readonly used: Readonly<Record<string, string>> | null;
	readonly isLeftOut: boolean;
}

interface Step {
	readonly id?: string;
	readonly if?: string;
	readonly run?: string;
	readonly uses?: string;
	readonly shell?: string;
	readonly with?: Readonly<Record<string, unknown>>;
	readonly env?: Readonly<Record<string, unknown>>;
	readonly 'working-directory'?: string;
}

interface Action {
	readonly inputs: Readonly<Record<string, {readonly default?: string | number | boolean}>>;
	readonly outputs: Readonly<Record<string, {readonly value: string}>>;
	readonly runs: {readonly steps: readonly Step[]};
}

export async function runAction(order: ActionOrder): Promise<ActionRun> {
	// By GitHub's own schema a composite action has this shape: test/setup/action.test.ts holds ours against it.
	const action: Action = parse(order.text);
	const temp = path.join(order.runnerFolder, 'temp');
	const summary = path.join(order.runnerFolder, 'summary.md');
	await mkdir(temp, {recursive: true});
	await writeFile(summary, '');
	const inputs = Object.entries(action.inputs).map(([name, {default: given}]) => [
		`inputs.${name}`,
		order.inputs[name] ?? String(given ?? ''),
	]);
	const values = new Map<string, string>([
		...inputs.map(([name = '', value = '']) => [name, value] as const),
		['runner.temp', temp],
		['github.action_path', order.actionPath],
	]);
	const steps: StepRun[] = [];
	let ok = true;
	for (const [index, step] of action.runs.steps.entries()) {
		const name = step.id ?? (step.uses ?? step.run ?? '').slice(0, 64);
		if (!isWanted(step.if, values, ok) || order.leaveOut?.test(step.run ?? '') === true) {
			steps.push({name, exitCode: null, output: '', used: null, isLeftOut: true});
			continue;
		}

		if (step.uses !== undefined) {
			const used = filledAll(step.with ?? {}, values);
			setOutputs(values, step.id, Object.entries(order.usedOutputs?.[step.id ?? ''] ?? {}));
			steps.push({name, exitCode: null, output: '', used: {uses: step.uses, ...used}, isLeftOut: false});
			continue;
		}

		const outputFile = path.join(order.runnerFolder, `output-${index}`);
		await writeFile(outputFile, '');
		const {exitCode, output} = await inBash(filled(step.run ?? '', values), {
			file: path.join(order.runnerFolder, `step-${index}.sh`),
			cwd: path.resolve(order.workspace, filled(step['working-directory'] ?? '.', values)),
			env: {
				...order.env,
				...filledAll(step.env ?? {}, values),
				CI: 'true',
				GITHUB_ACTIONS: 'true',
				GITHUB_ACTION_PATH: order.actionPath,
				GITHUB_WORKSPACE: order.workspace,
				GITHUB_OUTPUT: outputFile,
				GITHUB_STEP_SUMMARY: summary,
				RUNNER_TEMP: temp,
			},
		});
		setOutputs(values, step.id, linesOf(await readFile(outputFile, 'utf8')));
		steps.push({name, exitCode, output, used: null, isLeftOut: false});
		ok &&= exitCode === 0;
	}

	return {
		ok,
		steps,
		outputs: Object.fromEntries(Object.entries(action.outputs).map(([name, {value}]) => [name, filled(value, values)])),
		summary: await readFile(summary, 'utf8'),
	};
}

type Values = ReadonlyMap<string, string>;

/** A condition without a word on failures holds only while nothing has failed. */
function isWanted(condition: string | undefined, values: Values, ok: boolean): boolean {
	const terms = (condition ?? '').split('&&').map((term) => term.trim());
	const always = terms.includes('always()');
	return (ok || always) && terms.every((term) => term === '' || term === 'always()' || holds(term, values));
}

function holds(term: string, values: Values): boolean {
	const [, left = '', operator, right = ''] = /^(\S+)\s*(==|!=)\s*(\S+)$/.exec(term) ?? [];
	if (operator === undefined) throw new Error(`expected a comparison, and it was: ${term}`);
	return (valueOf(left, values) === valueOf(right, values)) === (operator === '==');
}

function valueOf(word: string, values: Values): string {
	const [, literal] = /^'(.*)'$/.exec(word) ?? [];
	if (literal !== undefined) return literal;
	const value = values.get(word);
	// An output that no step has written is empty; any other name is a mistake.
	if (value === undefined && !/^steps\.[\w-]+\.outputs\.[\w-]+$/.test(word))
		throw new Error(`expected a value that a runner knows, and it was: ${word}`);
	return value ?? '';
}

function filled(text: string, values: Values): string {
	return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, word: string) => valueOf(word, values));
}

function filledAll(texts: Readonly<Record<string, unknown>>, values: Values): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(String(text), values)]));
}

function setOutputs(values: Map<string, string>, id: string | undefined, outputs: readonly (readonly [string, string])[]): void {
	for (const [name, value] of outputs) values.set(`steps.${id}.outputs.${name}`, value);
}

function linesOf(text: string): readonly (readonly [string, string])[] {
	return text.split('\n').flatMap((line) => {
		const at = line.indexOf('=');
		return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
	});
}

interface Shell {
	readonly file: string;
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
}

/** As a runner does for `shell: bash`. What npm and AVA set for this test is not what a step finds. */
async function inBash(script: string, {file, cwd, env}: Shell): Promise<{readonly exitCode: number | null; readonly output: string}> {
	await writeFile(file, script);
	const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?!config_)|^NODE_OPTIONS$|^GITHUB_/.test(name)));
	const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
		cwd,
		env: {...own, ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.on('data', (chunk: Buffer) => {
			output += chunk.toString();
		});
	}

	const {promise, resolve, reject} = Promise.withResolvers<number | null>();
	child.on('error', reject);
	child.on('close', resolve);
	return {exitCode: await promise, output};
}
