import test from 'ava';
import {runScenario} from 'gatequake';

test.serial('the service is back within a second of a restart', async (t) => {
	t.timeout(120_000);
	const run = await runScenario(new URL('../restart.ts', import.meta.url));
	t.is(run.verdict, 'pass');
});

test.serial('nobody notices a restart', async (t) => {
	t.timeout(120_000);
	await runScenario(new URL('../never-down.ts', import.meta.url));
	t.pass();
});
