// Waits in tests for what another process does.
import {setTimeout as sleep} from 'node:timers/promises';

/** Asks again and again until it is true; rejects after `deadlineMs`, saying for what it waited. Gives the ms it took. */
export async function waitUntil(what: string, deadlineMs: number, isTrue: () => boolean | Promise<boolean>): Promise<number> {
	const startMs = performance.now();
	while (!(await isTrue())) {
		if (performance.now() - startMs > deadlineMs) throw new Error(`waited ${deadlineMs} ms for ${what}`);
		await sleep(50);
	}
	return performance.now() - startMs;
}
