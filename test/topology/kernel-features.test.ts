import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {kernelFeatures, tryKernel} from '../../src/topology/kernel-features.ts';
import type {Order} from '../../src/topology/kernel-features.ts';

test('every feature is tried in turn, and what is tried is taken back', async (t) => {
	const tried: Order[] = [];
	await tryKernel(['packet-rules', 'rate-limit', 'delay'], async (order) => void tried.push(order));
	t.is(tried.length, 5);
	t.regex(tried[0]?.input ?? '', /^add table inet (\S+)\n[^]*\ndelete table inet \1$/);
	t.true(tried.filter(({argv}) => argv.includes('add')).every(({argv}) => argv.includes('lo')));
	t.is(tried.filter(({argv}) => argv.includes('del')).length, 2);
});

test('a feature that the kernel lacks is a named error with its words and with what to do instead', async (t) => {
	const error = await t.throwsAsync(
		tryKernel(['delay'], async () => {
			throw new Error('Specified qdisc kind is unknown');
		}),
		{instanceOf: GatequakeError},
	);
	t.is(error.code, 'KERNEL_LACKS');
	t.regex(error.message, /^this kernel offers no delay and jitter \(tc qdisc netem\): .*qdisc kind is unknown/);
	t.is(error.hint, kernelFeatures.delay.instead);
});

test('a helper that may not change packets is another error, with what to ask of the engine', async (t) => {
	const error = await t.throwsAsync(
		tryKernel(['packet-rules'], async () => {
			throw new Error('netlink: Error: cache initialization failed: Operation not permitted');
		}),
		{instanceOf: GatequakeError},
	);
	t.is(error.code, 'NO_CAPABILITY');
	t.regex(error.message, /^the helper may not use packet rules .*Operation not permitted$/);
	t.regex(error.hint ?? '', /NET_ADMIN/);
});
