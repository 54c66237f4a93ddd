import test from 'node:test';
import {runScenario} from 'gatequake';

test('the service is back within a second of a restart', async () => {
	await runScenario(new URL('../restart.ts', import.meta.url));
});

test('nobody notices a restart', async () => {
	await runScenario(new URL('../never-down.ts', import.meta.url));
});
