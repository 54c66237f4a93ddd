import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {diagnoseCommand} from '../../src/cli/diagnose.ts';
import {saveTimeline} from '../../src/run/save-timeline.ts';
import {runCommand} from '../helpers/run-command.ts';
import {buildTimeline, hung} from '../helpers/timeline-builder.ts';

test('a saved run is diagnosed for the terminal, as JSON, and as a page', async (t) => {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-diagnose-'));
	t.teardown(() => rm(folder, {recursive: true, force: true}));
	await saveTimeline(folder, buildTimeline({fault: hung()}), new Map());
	const told = await runCommand(diagnoseCommand, ['--run', folder, '--html', 'page.html'], folder);
	t.is(told.exitCode, 0, told.stderr);
	t.regex(
		told.stdout,
		/600 requests failed[^]*1\. the app took requests over and did not answer[^]*certain · app-slow[^]*proxy_read_timeout/,
	);
	t.regex(told.stdout, /Checklist\n {2}yes {6}Did the gateway make the errors/);
	const page = await readFile(path.join(folder, 'page.html'), 'utf8');
	t.regex(page, /<h1>the app took requests over[^]*<h2>Checklist<\/h2>/);
	t.notRegex(page, /<script/);
	const json: unknown = JSON.parse((await runCommand(diagnoseCommand, ['--run', folder, '--json'], folder)).stdout);
	t.like(json, {schemaVersion: 1, troubles: {failed: 600, retried: 0, slow: 0}, diagnosis: [{kind: 'app-slow', requests: 600}]});
});

test('--run stands alone, and names a run that was saved', async (t) => {
	const both = await runCommand(diagnoseCommand, ['--run', 'x', '--gateway', 'nginx'], tmpdir());
	t.is(both.exitCode, 2);
	t.regex(both.stderr, /expected --run alone, and --gateway came with it/);
	const none = await runCommand(diagnoseCommand, ['--run', 'there-is-none'], tmpdir());
	t.is(none.exitCode, 2);
	t.regex(none.stderr, /expected a saved run/);
});
