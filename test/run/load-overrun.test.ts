import test from 'ava';
import {loadOverrun} from '../../src/run/load-overrun.ts';

test('a run within the duration of its load is as it should be', (t) => {
	t.is(loadOverrun({startedMs: 500, stoppedMs: 60_500, maxDurationMs: 60_000}), null);
});

test('a run that went on without load says so: what it did then met no traffic', (t) => {
	t.regex(loadOverrun({startedMs: 500, stoppedMs: 70_500, maxDurationMs: 60_000}) ?? '', /70000 ms under load.*after 60000 ms/);
});
