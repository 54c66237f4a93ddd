import test from 'ava';
import {restartDelayMs} from '../../src/upstreams/restart-policy.ts';

test('the policy decides where nothing was ordered', (t) => {
	t.is(delay('no', 137), null);
	t.is(delay('always', 0), 500);
	t.is(delay('on-failure', 0), null);
	t.is(delay('on-failure', 137), 500);
});

test('an order to kill decides over the policy, and counts from the signal', (t) => {
	const settings = {restart: 'always', restartDelayMs: 0} as const;
	t.is(restartDelayMs(settings, 137, {restartAtMonoMs: null}, 1000), null);
	t.is(restartDelayMs({...settings, restart: 'no'}, 137, {restartAtMonoMs: 1300}, 1000), 300);
	t.is(restartDelayMs(settings, 137, {restartAtMonoMs: 900}, 1000), 0);
});

function delay(restart: 'no' | 'always' | 'on-failure', exitCode: number): number | null {
	return restartDelayMs({restart, restartDelayMs: 500}, exitCode, null, 0);
}
