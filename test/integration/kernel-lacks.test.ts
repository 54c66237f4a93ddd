// A fault that needs what not every kernel has.
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {gatequake, repository, temporaryFolder} from '../helpers/command.ts';
import {leftoversOf} from '../helpers/leftovers.ts';

test('a fault that this kernel cannot make is told before the load, with what to do instead, and leaves nothing; another kernel makes it', async (t) => {
	await using folder = await temporaryFolder();
	const file = path.join(folder.path, 'late.ts');
	await writeFile(
		file,
		`import {defineScenario, delay, expect, node} from '${repository}src/index.ts';
export default defineScenario({
	title: 'answers come late',
	topology: {upstreams: [node()]},
	phases: {baselineMs: 1000, faultMs: 1000, recoveryMs: 1000},
	fault: delay({delayMs: 100}),
	expect: [expect.latency({window: 'fault', p50Ms: [100, 1000]})],
});
`,
	);
	const {exitCode, stdout, stderr} = await gatequake(['run', file, '--output', folder.path, '--inconclusive', 'retry=2']);
	t.deepEqual(await leftoversOf(stdout), []);
	if (exitCode !== 0) {
		t.is(exitCode, 4, stdout + stderr);
		t.regex(stdout + stderr, /this kernel offers no delay and jitter \(tc qdisc netem\): .*\n?.*modprobe sch_netem/);
		t.notRegex(stdout, /baseline/, 'no load was sent');
	}
});
