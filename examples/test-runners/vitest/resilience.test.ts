import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {runScenario} from 'gatequake';

test('the service is back within a second of a restart', {timeout: 120_000}, async () => {
	const run = await runScenario(fileURLToPath(new URL('../restart.ts', import.meta.url)));
	expect(run.verdict).toBe('pass');
});

test('nobody notices a restart', {timeout: 120_000}, async () => {
	await runScenario(fileURLToPath(new URL('../never-down.ts', import.meta.url)));
});
