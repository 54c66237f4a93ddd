import {mkdir, readFile, readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {init} from '../../src/cli/init.ts';
import {run} from '../../src/cli/run.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {runCommand} from '../helpers/run-command.ts';

const config = `events {}
http {
	upstream api { server api:3000; server api2:3000; }
	server { listen 8000; location / { proxy_pass http://api; } }
}
`;

test('what it writes for a folder is planned as it stands: the config, the names of the apps, the scenario', async (t) => {
	await using folder = await temporaryFolder();
	await mkdir(path.join(folder.path, 'proxy'));
	await writeFile(path.join(folder.path, 'proxy/nginx.conf'), config);
	await writeFile(path.join(folder.path, 'package.json'), '{}');
	const written = await runCommand(init, [], folder.path);
	t.is(written.exitCode, 0, written.stderr);
	t.regex(
		written.stdout,
		/wrote gatequake\/app-killed\.mts\nwrote gatequake\.config\.mts\nwrote \.github\/workflows\/gatequake\.yml\n\nnext: npx gatequake run\n/,
	);
	const planned = await runCommand(run, ['--dry-run'], folder.path);
	t.is(planned.exitCode, 0, planned.stderr);
	const plans: unknown = JSON.parse(planned.stdout);
	t.like(plans, [
		{
			scenario: 'app-killed',
			gateway: {name: 'nginx', port: 8000, config: {label: 'nginx', text: config}},
			upstreams: [
				{name: 'app1', aliases: ['api'], port: 3000},
				{name: 'app2', aliases: ['api2'], port: 3000},
			],
		},
	]);
});

test('a second call overwrites nothing, and a dry run writes nothing', async (t) => {
	await using folder = await temporaryFolder();
	const dry = await runCommand(init, ['--dry-run'], folder.path);
	t.regex(dry.stdout, /would write gatequake\/app-killed\.ts:\n\n {2}\/\/ The only app behind nginx/);
	t.deepEqual(await readdir(folder.path), []);
	await writeFile(path.join(folder.path, 'gatequake.config.ts'), '// mine\n');
	await runCommand(init, [], folder.path);
	const again = await runCommand(init, [], folder.path);
	t.regex(again.stdout, /left gatequake\/app-killed\.ts as it is: it is there already\nleft gatequake\.config\.ts as it is/);
	t.is(await readFile(path.join(folder.path, 'gatequake.config.ts'), 'utf8'), '// mine\n');
});

test('a folder in which nothing can be written is told, and so is a word too many', async (t) => {
	await using folder = await temporaryFolder();
	await writeFile(path.join(folder.path, 'gatequake'), 'a file in the way');
	const refused = await runCommand(init, [], folder.path);
	t.is(refused.exitCode, 2);
	t.regex(refused.stderr, /expected to write .*app-killed\.ts, and could not: /);
	t.regex((await runCommand(init, ['here'], folder.path)).stderr, /expected no word, and `here` came/);
});
