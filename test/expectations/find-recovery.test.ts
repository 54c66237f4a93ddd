import test from 'ava';
import {windowFacts} from '../../src/expectations/cut-windows.ts';
import {findRecovery} from '../../src/expectations/find-recovery.ts';
import {allocateSamples} from '../../src/load/collect.ts';

const clear = {effectiveMs: 2000, uncertaintyMs: 0};
const stoppedMs = 8000;

/** 200 per second up to the end of the fault and `times` as many after it, each answered after `tookMs`, all of them well. */
function recoveryOf(times: number, tookMs: (dueMs: number, index: number) => number) {
	const before = Array.from({length: 400}, (_, index) => index * 5);
	const after = Array.from({length: 1200 * times}, (_, index) => clear.effectiveMs + (index * 5) / times);
	const due = [...before, ...after];
	const samples = allocateSamples(due.length);
	for (const [row, dueMs] of due.entries()) {
		samples.dueMs[row] = dueMs;
		samples.id[row] = row + 1;
		samples.endUs[row] = 1000 * tookMs(dueMs, row);
	}

	const good = new Uint8Array(samples.count).fill(1);
	const baseline = windowFacts(samples, good, {fromMs: 0, toMs: clear.effectiveMs});
	return findRecovery({samples, good, baseline, clear, stoppedMs, clockUncertaintyMs: 0});
}

test('a rate that rises with the end of the fault and is served is a recovery at once', (t) => {
	t.like(
		recoveryOf(5, () => 2),
		{atMs: 2000, afterClearMs: 0},
	);
});

test('a herd of five times the rate is not served by as many answers as before', (t) => {
	// Four of five wait for two seconds and a half, until the service keeps up again.
	const recovery = recoveryOf(5, (dueMs, index) => (dueMs >= 2000 && dueMs < 4000 && index % 5 > 0 ? 2500 : 2));
	t.true('afterClearMs' in recovery && recovery.afterClearMs > 1500 && recovery.afterClearMs < 2100, JSON.stringify(recovery));
});

test('a rate that falls asks for no more answers than were due', (t) => {
	t.like(
		recoveryOf(0.2, () => 2),
		{atMs: 2000, afterClearMs: 0},
	);
});
