import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {gateways} from '../../src/gateways/gateways.ts';
import {rules} from '../../src/expectations/rules.ts';
import {loadProject} from '../../src/scenario/load-project.ts';

const nginxFile = path.resolve('src/gateways/nginx.ts');

async function repository(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-project-'));
	t.teardown(async () => {
		await rm(folder, {recursive: true});
	});
	await Promise.all(Object.entries(files).map(async ([name, text]) => await writeFile(path.join(folder, name), text)));
	return folder;
}

async function refusal(folder: string): Promise<string> {
	try {
		await loadProject(folder);
		return 'not refused';
	} catch (error) {
		return error instanceof GatequakeError && error.exitCode === 2 ? error.message : `another error: ${String(error)}`;
	}
}

test('without a config file there are the shipped gateways', async (t) => {
	t.like(await loadProject(await repository(t, {})), {gateways, rules, run: {}});
});

test("a repository's own gateways stand beside the shipped ones, by their own names", async (t) => {
	const folder = await repository(t, {
		'gatequake.config.ts': "export default {gateways: ['./mine.ts']};",
		'mine.ts': `import {nginx} from ${JSON.stringify(nginxFile)};\nexport default {...nginx, name: 'mine', image: 'mine', imageFolder: import.meta.dirname};`,
	});
	const {gateways: all} = await loadProject(folder);
	t.deepEqual(Object.keys(all), [...Object.keys(gateways), 'mine']);
	t.is(all['mine']?.imageFolder, folder);
});

test('what is wrong with a config file or a gateway is told with the file and what to write', async (t) => {
	const own = `import {nginx} from ${JSON.stringify(nginxFile)};\nexport default {...nginx};`;
	const wrong: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
		[
			{'gatequake.config.ts': 'export default {gatways: []};'},
			/gatequake\.config\.ts cannot be used:\n.*unknown option `gatways`.*did you mean `gateways`/,
		],
		[{'gatequake.config.ts': 'export const gateways = [];'}, /has no default export: write `export default defineConfig/],
		[{'gatequake.config.ts': 'export default {gateways: "mine.ts"};'}, /gateways.*must be an array/],
		[{'gatequake.config.ts': "export default {run: {gateway: 'ngnix'}};"}, /run\.gateway: there is no gateway `ngnix` \(there are nginx, /],
		[{'gatequake.config.ts': 'export default {run: {config: 3}};'}, /`run\.config` must be a string/],
		[{'gatequake.config.ts': "export default {gateways: ['./none.ts']};"}, /none\.ts could not be loaded/],
		[{'gatequake.config.ts': "export default {gateways: ['./mine.ts']};", 'mine.ts': own}, /there is a gateway `nginx` already/],
		[
			{'gatequake.config.ts': "export default {gateways: ['./mine.ts']};", 'mine.ts': 'export default {name: "mine"};'},
			/mine\.ts cannot be used:\n.*image/,
		],
		[{'gatequake.config.ts': 'throw new Error("no such luck");'}, /no such luck/],
	];
	for (const [files, words] of wrong) {
		t.regex(await refusal(await repository(t, files)), words);
	}
});
