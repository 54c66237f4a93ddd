import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {openLineChannel} from '../../src/topology/line-channel.ts';
import {watchProcesses} from '../../src/topology/process-watch.ts';
import {timelineClock} from '../../src/topology/timeline-clock.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const clock = timelineClock({origin: {monoMs: 1000, wallMs: 0}, offsetMs: 0, uncertaintyMs: 1, monoNow: () => 1000});

function watched() {
	const control = fakeControl();
	const watch = watchProcesses('app1', clock);
	watch.follow(openLineChannel('app1', control));
	return {control, watch};
}

test('an event is put in the middle of the interval that holds it, on the timeline', (t) => {
	const {control, watch} = watched();
	control.says({type: 'event', what: 'exited', fromMonoMs: 1010, toMonoMs: 1014, pid: 7, exitCode: 137});
	t.deepEqual(watch.events, [{kind: 'process', part: 'app1', what: 'exited', atMs: 12, uncertaintyMs: 2, pid: 7, exitCode: 137}]);
});

test('an event that was seen already is given at once: the first at or after the instant', async (t) => {
	const {control, watch} = watched();
	for (const atMonoMs of [1010, 1020, 1030]) {
		control.says({type: 'event', what: 'port-open', fromMonoMs: atMonoMs, toMonoMs: atMonoMs});
	}

	t.is((await watch.waitFor('port-open', 15, 1000)).atMs, 20);
});

test('an event whose interval reaches up to the instant counts: the truth may lie after it', async (t) => {
	const {control, watch} = watched();
	control.says({type: 'event', what: 'port-open', fromMonoMs: 1010, toMonoMs: 1020});
	t.is((await watch.waitFor('port-open', 20, 1000)).atMs, 15);
	await t.throwsAsync(watch.waitFor('port-open', 20.1, 1));
});

test('an event to come is waited for; others and earlier ones do not end the wait', async (t) => {
	const {control, watch} = watched();
	const waiting = watch.waitFor('port-closed', 50, 5000);
	control.says({type: 'event', what: 'port-open', fromMonoMs: 1060, toMonoMs: 1060});
	control.says({type: 'event', what: 'port-closed', fromMonoMs: 1040, toMonoMs: 1040});
	control.says({type: 'event', what: 'port-closed', fromMonoMs: 1070, toMonoMs: 1070});
	t.is((await waiting).atMs, 70);
});

test('a wait in vain says for what it waited, how long, and whose', async (t) => {
	const {watch} = watched();
	const error = await t.throwsAsync(watch.waitFor('port-open', 0, 5), {
		instanceOf: GatequakeError,
		message: 'waited 5 ms for `port-open` of app1, and it did not come',
	});
	t.is(error.code, 'NOT_SEEN');
});

test('events of a new channel are taken in beside those of the old one', async (t) => {
	const {control, watch} = watched();
	control.says({type: 'event', what: 'port-open', fromMonoMs: 1010, toMonoMs: 1010});
	control.ends();
	const waiting = watch.waitFor('port-open', 20, 5000);
	const restarted = fakeControl();
	watch.follow(openLineChannel('app1', restarted));
	restarted.says({type: 'event', what: 'port-open', fromMonoMs: 1030, toMonoMs: 1030});
	t.is((await waiting).atMs, 30);
	t.is(watch.events.length, 2);
});

test('the last event of a kind is known, and null before the first', (t) => {
	const {control, watch} = watched();
	t.is(watch.last('port-open'), null);
	control.says({type: 'event', what: 'port-open', fromMonoMs: 1010, toMonoMs: 1010});
	control.says({type: 'event', what: 'port-closed', fromMonoMs: 1020, toMonoMs: 1020});
	control.says({type: 'event', what: 'port-open', fromMonoMs: 1030, toMonoMs: 1032});
	t.deepEqual(watch.last('port-open'), {atMs: 31, uncertaintyMs: 1});
});
