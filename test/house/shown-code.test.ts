// Every TypeScript block of the documents type-checks as it stands, and every scenario among them loads and can be planned: what is copied
// runs unchanged.
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {nginx} from '../../src/gateways/nginx.ts';
import {gateways} from '../../src/gateways/gateways.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {makePlans} from '../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../src/scenario/plan-options.ts';
import {temporaryFolder} from '../helpers/command.ts';
import {fencesIn, markdownFiles} from '../helpers/markdown.ts';
import type {Fence} from '../helpers/markdown.ts';
import {projectFolder} from '../helpers/source-file.ts';

/** Fields of a scenario stand alone here and there; they are checked as fields of one, with all that a scenario may import. */
function wholeFile({lines}: Fence): string {
	const text = lines.join('\n');
	if (/^import\b/m.test(text)) return text;
	const names = [...new Set(text.matchAll(/\b([a-z]\w*)(?=[.(])/g).map(([, name = '']) => name))].filter((name) => inApi.includes(name));
	return `import {${names.join(', ')}} from 'gatequake';\nimport type {Scenario} from 'gatequake';\nexport const fields: Partial<Scenario> = {\n${text.replace(/;?\s*$/, '')}\n};\n`;
}

const inApi = Object.keys(await import('../../src/index.ts'));
const blocks = markdownFiles()
	.flatMap(fencesIn)
	.filter(({language}) => language === 'ts');

/** Writes blocks as files of a project of their own, and gives what the compiler says of them. */
function typeErrors(folder: string, files: Readonly<Record<string, string>>): string {
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	}

	const config = {
		extends: path.join(projectFolder, 'tsconfig.json'),
		compilerOptions: {
			paths: {gatequake: [path.join(projectFolder, 'src/index.ts')]},
			typeRoots: [path.join(projectFolder, 'node_modules/@types')],
		},
		include: ['**/*.ts'],
		exclude: [],
	};
	writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
	writeFileSync(path.join(folder, 'package.json'), '{"type": "module"}');
	const {stdout, stderr, status} = spawnSync(
		process.execPath,
		[path.join(projectFolder, 'node_modules/typescript/bin/tsc'), '-p', folder],
		{encoding: 'utf8'},
	);
	return status === 0 ? '' : `${stdout}${stderr}`;
}

/** `README.md:89` becomes a file that a message names as well as that. */
function fileName({at}: Fence): string {
	return `${at.replaceAll(/[^\w-]/g, '-')}.ts`;
}

test('every block type-checks, and every scenario can be planned', async (t) => {
	t.timeout(180_000);
	await using folder = await temporaryFolder();
	t.is(typeErrors(folder.path, Object.fromEntries(blocks.map((each) => [fileName(each), wholeFile(each)]))), '');
	const scenarios = blocks.filter(({lines}) => lines.some((line) => line.startsWith('export default defineScenario(')));
	t.true(scenarios.length > 0);
	const loaded = await loadScenarios(
		scenarios.map((each) => path.join(folder.path, fileName(each))),
		folder.path,
	);
	const {runs} = makePlans(loaded, plainPlanOptions({gateways: [nginx], knownGateways: gateways, seed: 1}));
	t.is(runs.length, scenarios.length);
});

function block(...lines: readonly string[]): Fence {
	return {at: 'a.md:1', language: 'ts', lines};
}

test('a block with a wrong option, alone or in a whole file, is found', async (t) => {
	t.timeout(180_000);
	await using folder = await temporaryFolder();
	const errors = typeErrors(folder.path, {
		'fields.ts': wholeFile(block("fault: hang({aftr: 'request'}),")),
		'whole.ts': wholeFile(block("import {kill} from 'gatequake';", "export const fault = kill({signal: 'SIGNONE'});")),
		'right.ts': wholeFile(block('fault: hang(),', 'expect: [expect.noErrors()],')),
	});
	t.regex(errors, /fields\.ts[^]*aftr/);
	t.regex(errors, /whole\.ts[^]*SIGNONE/);
	t.notRegex(errors, /right\.ts/);
});
