// A scenario that is copied from the documents into an empty folder runs there as it stands, and passes.
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {gatequake, temporaryFolder} from '../helpers/command.ts';
import {fencesIn, markdownFiles} from '../helpers/markdown.ts';

/** Those that need nothing beside them: no file, and no stack of the reader's own (your-own-stack.test.ts runs such). */
const scenarios = markdownFiles()
	.flatMap(fencesIn)
	.filter(({language, lines}) => language === 'ts' && lines.some((line) => line.startsWith('export default defineScenario(')))
	.filter(({lines}) => !lines.some((line) => /^import .* from '\.|^\ttopology: (?:attach|compose|external)\(/.test(line)));

test('every scenario of the documents runs as it stands', async (t) => {
	t.timeout(300_000);
	t.true(scenarios.length > 1);
	await using folder = await temporaryFolder();
	const files = scenarios.map(({at}) => `${at.replaceAll(/[^\w-]/g, '-')}.ts`);
	for (const [index, {lines}] of scenarios.entries()) await writeFile(path.join(folder.path, files[index] ?? ''), lines.join('\n'));
	const ran = await gatequake(['run', ...files, '--inconclusive', 'retry=2', '--output', 'out'], {cwd: folder.path});
	t.is(ran.exitCode, 0, `${ran.stdout}\n${ran.stderr}`);
	t.regex(ran.stdout, new RegExp(`${scenarios.length} passed`));
});
