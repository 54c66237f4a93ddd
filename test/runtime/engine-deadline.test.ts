import test from 'ava';
import {withDeadline} from '../../src/runtime/engine-deadline.ts';
import {isOlder} from '../../src/runtime/engine.ts';

const never = async (): Promise<never> => await new Promise<never>(() => {});

test('an answer in time is passed on, and so is a refusal', async (t) => {
	t.is(await withDeadline(Promise.resolve(7), 60_000, 'count'), 7);
	await t.throwsAsync(withDeadline(Promise.reject(new Error('no')), 60_000, 'count'), {message: 'no'});
});

test('at the deadline the error says for what was waited, and the call is told to stop', async (t) => {
	let told: unknown;
	const call = async (signal: AbortSignal): Promise<never> => {
		signal.addEventListener('abort', () => (told = signal.reason));
		return await never();
	};
	const error = await t.throwsAsync(withDeadline(call, 5, 'start container app1'), {code: 'ENGINE_TIMEOUT'});
	t.is(error.message, 'the engine did not start container app1 within 5 ms');
	t.is(told, error);
});

test('an abort ends the wait with its own reason', async (t) => {
	const controller = new AbortController();
	const wait = withDeadline(never, 60_000, 'start', controller.signal);
	controller.abort(new Error('interrupted'));
	await t.throwsAsync(wait, {message: 'interrupted'});
	await t.throwsAsync(withDeadline(never, 60_000, 'start', controller.signal), {message: 'interrupted'});
});

test('versions are compared by number', (t) => {
	t.true(isOlder('1.9', '1.41'));
	t.true(isOlder('1.40', '1.41'));
	t.false(isOlder('1.41', '1.41'));
	t.false(isOlder('2.0', '1.41'));
});
