// Runs the parts of `npm test` (check, unit, browser and integration without arguments), shows what happens, and ends with one line
// `N passed, N failed`. Each program of `check` counts as one test.
import {spawn} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {TapCounter, total, type TapCounts} from './tap-counter.ts';

interface PartResult {
	readonly counts: TapCounts;
	readonly exitCode: number;
}

const bin = (name: string): string => `node_modules/.bin/${name}`;
const show = (line: string): void => void process.stdout.write(`${line}\n`);

/** A type-aware lint of all of it takes seconds, the integration tests minutes; none of them may hang a build for ever. */
const checkMs = 5 * 60_000;
const unitMs = 5 * 60_000;
const browserMs = 10 * 60_000;
const integrationMs = 75 * 60_000;
const fullMs = 24 * 60 * 60_000;

const parts: Readonly<Record<string, () => Promise<readonly PartResult[]>>> = {
	check: async () => [
		await check('types', [bin('tsc'), '-p', '.']),
		await check('types of the page', [bin('tsc'), '-p', 'test/browser']),
		await check('lint', [bin('oxlint'), '--type-aware', '--deny-warnings']),
		await check('format', [bin('oxfmt'), '--check']),
	],
	unit: async () => [await tests('unit tests', [bin('ava'), '--tap'], unitMs)],
	browser: async () => [await tests('browser tests', [bin('ava'), '--tap', '--config', 'ava.browser.config.js'], browserMs)],
	integration: async () => [
		await tests('integration tests', [bin('ava'), '--tap', '--config', 'ava.integration.config.js'], integrationMs),
	],
	// Campaigns of an hour and more: only where they are asked for.
	full: async () => [await tests('campaigns', [bin('ava'), '--tap', '--config', 'ava.full.config.js'], fullMs)],
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['check', 'unit', 'browser', 'integration'];
const unknown = wanted.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0) {
	process.stderr.write(`expected parts out of ${Object.keys(parts).join(', ')}; got ${unknown.join(', ')}\n`);
	process.exit(2);
}

const results: PartResult[] = [];
for (const name of wanted) results.push(...((await parts[name]?.()) ?? []));
const sum = total(results);
if (sum.skipped > 0) show(`${sum.skipped} skipped`);
show(`${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;

async function check(title: string, command: readonly string[]): Promise<PartResult> {
	const lines: string[] = [];
	const startMs = performance.now();
	const exitCode = await run(command, checkMs, (line) => void lines.push(line));
	show(`  ${exitCode === 0 ? '✔' : '✘'} ${title} (${command.join(' ')}), ${seconds(startMs)}`);
	if (exitCode !== 0) for (const line of lines) show(`    ${line}`);
	return {counts: {passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0}, exitCode};
}

async function tests(title: string, command: readonly string[], deadlineMs: number): Promise<PartResult> {
	show(`${title}:`);
	const counter = new TapCounter();
	const startMs = performance.now();
	const exitCode = await run(command, deadlineMs, (line) => {
		const shown = counter.take(line);
		if (shown !== null) show(shown);
	});
	const {passed, failed} = counter.counts;
	show(
		`${title}: passed ${passed}, failed ${failed}, ${seconds(startMs)}${exitCode === 0 || failed > 0 ? '' : `; ended with exit code ${exitCode}`}`,
	);
	return {counts: counter.counts, exitCode};
}

/** Runs a program to its end, its output line by line. A signal or the deadline gives an exit code that is not 0. */
async function run(command: readonly string[], deadlineMs: number, onLine: (line: string) => void): Promise<number> {
	const [program = '', ...args] = command;
	const child = spawn(program, args, {stdio: ['ignore', 'pipe', 'pipe'], signal: AbortSignal.timeout(deadlineMs)});
	createInterface({input: child.stdout}).on('line', onLine);
	createInterface({input: child.stderr}).on('line', onLine);
	const {promise, resolve} = Promise.withResolvers<number>();
	child.once('error', (error) => {
		show(`  ✘ ${program} ${error.name === 'AbortError' ? `did not end within ${deadlineMs / 60_000} min` : error.message}`);
		resolve(1);
	});
	child.once('close', (code) => resolve(code ?? 1));
	// What the program left running may hold its output open: it is not waited for.
	child.once('exit', (code) => setTimeout(resolve, 2000, code ?? 1).unref());
	const exitCode = await promise;
	child.stdout.destroy();
	child.stderr.destroy();
	return exitCode;
}

function seconds(startMs: number): string {
	return `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
}
