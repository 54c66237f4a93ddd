// A fault whose target has died already proves nothing, says so, and is rolled back with all that came before it.
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {gatequake, readReport, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

for (const [second, words] of [
	['freeze', /app1 ended while the harness was talking to it/],
	['pause', /app1/],
	['drop', /met no traffic/],
] as const) {
	test(`${second} of an app whose container has died proves nothing, names it, and leaves nothing`, async (t) => {
		await using folder = await temporaryFolder();
		const file = path.join(folder.path, 'gone.ts');
		await writeFile(
			file,
			`import {defineScenario, expect, ${second}, killContainer, node, sequence} from '${repository}src/index.ts';
export default defineScenario({
	title: 'the target has died already',
	topology: {upstreams: [node(), node()]},
	phases: {baselineMs: 1000, faultMs: 1500, recoveryMs: 1000},
	fault: sequence({
		parts: [
			{fault: killContainer({upstream: 'app1'}), forMs: 1200},
			{fault: ${second}({${second === 'drop' ? "peer: 'gateway'" : "upstream: 'app1'"}}), atMs: 600, forMs: 300},
		],
	}),
	expect: [expect.noErrors()],
});
`,
		);
		const {exitCode, stdout, stderr} = await gatequake(['run', file, '--output', folder.path]);
		t.is(exitCode, 3, `${stdout}\n${stderr}`);
		const {runs} = await readReport(folder.path);
		t.deepEqual(
			runs.map(({verdict, cleanup}) => ({verdict, cleanup})),
			[{verdict: 'inconclusive', cleanup: {ok: true, left: []}}],
		);
		t.regex(runs.flatMap(({reasons}) => reasons).join('\n'), words);
		t.deepEqual(await leftoversOf(stdout), []);
	});
}
