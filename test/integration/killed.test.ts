import {existsSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, startCommand, temporaryFolder} from '../helpers/command.ts';
import {reapersOf} from '../helpers/killable-harness.ts';
import {leftoversOf, runIdOf} from '../helpers/leftovers.ts';
import {waitUntil} from '../helpers/wait-until.ts';

const killed = test.macro({
	async exec(t, phase: string) {
		t.timeout(120_000);
		await using folder = await temporaryFolder();
		const command = startCommand(['run', 'upstream-killed', '--output', folder.path], {env: {CI: 'true'}});
		await command.saw(`upstream-killed · nginx · ${phase}`);
		command.process.kill('SIGKILL');
		const {stdout} = await command.finished;
		// The engine may still be finishing what it was asked for: only when the reaper has gone is nothing to come.
		await waitUntil(
			`the reaper of the run that was killed in ${phase} to have done its work`,
			15_000,
			() => reapersOf(runIdOf(stdout)).length === 0,
		);
		t.deepEqual(await leftoversOf(stdout), []);
	},
	title: (_, phase: string) => `SIGKILL of the harness in the phase ${phase} leaves nothing 15 seconds later`,
});

test.serial(
	'SIGKILL of the harness while an app is paused, or stopped, leaves nothing either: what stands still can be removed',
	async (t) => {
		t.timeout(240_000);
		for (const scenario of ['app-paused', 'app-frozen']) {
			await using folder = await temporaryFolder();
			const command = startCommand(['run', scenario, '--output', folder.path], {env: {CI: 'true'}});
			await command.saw(`${scenario} · nginx · fault`);
			command.process.kill('SIGKILL');
			const {stdout} = await command.finished;
			await waitUntil(
				`the reaper of the run with ${scenario} to have done its work`,
				30_000,
				() => reapersOf(runIdOf(stdout)).length === 0,
			);
			t.deepEqual(await leftoversOf(stdout), [], scenario);
		}
	},
);

for (const phase of ['up', 'baseline', 'fault', 'recovery', 'collect', 'down']) {
	test.serial(killed, phase);
}

test.serial('SIGINT stops tidily: what was done so far is reported, nothing is left, and the exit code is 130', async (t) => {
	t.timeout(120_000);
	await using folder = await temporaryFolder();
	const command = startCommand(['run', 'steady', 'upstream-killed', '--output', folder.path, '--inconclusive', 'retry=1'], {
		env: {CI: 'true'},
	});
	await command.saw('upstream-killed · nginx · baseline');
	command.process.kill('SIGINT');
	const {exitCode, stdout, stderr} = await command.finished;
	t.is(exitCode, 130, stdout + stderr);
	t.true(existsSync(path.join(folder.path, 'report.html')));
	const report = await readReport(folder.path);
	t.true(report.interrupted);
	t.deepEqual(
		report.runs.map(({scenario}) => scenario),
		['steady'],
	);
	t.deepEqual(await leftoversOf(stdout), []);
});

test.serial('two runs at once do not disturb each other', async (t) => {
	t.timeout(180_000);
	await using folder = await temporaryFolder();
	const both = await Promise.all(
		['one', 'two'].map(
			async (name) =>
				// Two at once share two cores: a generator that measures itself late is allowed, a wrong verdict is not.
				await gatequake(['run', 'upstream-killed', '--output', path.join(folder.path, name), '--inconclusive', 'warn']),
		),
	);
	for (const {exitCode, stdout, stderr} of both) {
		t.is(exitCode, 0, stdout + stderr);
		t.deepEqual(await leftoversOf(stdout), []);
	}
});

test.serial('--keep leaves a run that did not pass up, sweep respects it, and sweep --kept removes it', async (t) => {
	t.timeout(120_000);
	await using folder = await temporaryFolder();
	const {exitCode, stdout, stderr} = await gatequake([
		'run',
		'upstream-killed',
		'--wrong-fault',
		'hang',
		'--keep',
		'--output',
		folder.path,
		'--inconclusive',
		'retry=1',
	]);
	t.is(exitCode, 1, stdout + stderr);
	t.regex(stdout, /docker exec -it [0-9a-f]{12} sh {3}# gateway/);
	await gatequake(['sweep']);
	const left = await leftoversOf(stdout);
	t.true(
		left.some((what) => what.endsWith('-gateway')),
		left.join('\n'),
	);
	await gatequake(['sweep', '--kept']);
	t.deepEqual(await leftoversOf(stdout), []);
});
