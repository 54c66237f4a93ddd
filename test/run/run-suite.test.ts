// What the suite does when a run cannot even begin; the rest of it needs containers and is tested with them.
import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {nginx} from '../../src/gateways/nginx.ts';
import {isLeftUp, runSuite} from '../../src/run/run-suite.ts';
import type {SuiteOptions} from '../../src/run/run-suite.ts';
import type {PlannedRun} from '../../src/scenario/make-plans.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

function planned(id: string): PlannedRun {
	return {plan: {...buildTimeline().plan, id}, fault: null, kind: nginx, innerKinds: [], filesBeside: []};
}

/** Nothing can be started: every image is asked for in vain. `onImage` is called with how often. */
function suite(onImage: (times: number) => Error, more: Partial<SuiteOptions> = {}): SuiteOptions {
	let times = 0;
	const {runtime} = fakeTopology().context.topology;
	return {
		runtime: {
			...runtime,
			async ensureImage(name) {
				times += name === 'app' ? 1 : 0;
				throw onImage(times);
			},
		},
		planned: [planned('first'), planned('second')],
		images: {},
		folder: '/nowhere',
		inconclusive: {kind: 'fail'},
		keep: false,
		signal: new AbortController().signal,
		monoNow: () => 0,
		onProgress() {},
		onRunDone() {},
		onKept() {},
		...more,
	};
}

test('a run that breaks off is an error with its name, and the next one is run', async (t) => {
	const result = await runSuite(suite((times) => new Error(`no image, ${times}`)));
	t.like(result, {runs: [], errors: ['first: no image, 1', 'second: no image, 2'], interrupted: false, kept: false});
});

test("what is the user's to mend ends the suite at once", async (t) => {
	let asked = 0;
	const options = suite((times) => {
		asked = times;
		return new GatequakeError('no such image', {code: 'NO_IMAGE', exitCode: 2});
	});
	await t.throwsAsync(runSuite(options), {message: 'no such image'});
	t.is(asked, 1);
});

test('an interrupt in a run is no error of the harness, and nothing more is run', async (t) => {
	const interrupt = new AbortController();
	let asked = 0;
	const options = suite(
		(times) => {
			asked = times;
			interrupt.abort();
			return new Error('interrupted');
		},
		{signal: interrupt.signal},
	);
	t.like(await runSuite(options), {runs: [], errors: [], interrupted: true, kept: false});
	t.is(asked, 1);
});

test('an interrupt before the first run runs nothing', async (t) => {
	const result = await runSuite(suite(() => new Error('asked'), {signal: AbortSignal.abort()}));
	t.like(result, {runs: [], errors: [], interrupted: true, kept: false});
});

test('with --keep, what did not pass is left up, but not where it is tried again: two topologies would share the machine', (t) => {
	const retry = {keep: true, inconclusive: {kind: 'retry', times: 2}} as const;
	t.deepEqual(
		[0, 1, 2].map((attempt) => isLeftUp(retry, 'inconclusive', attempt)),
		[false, false, true],
	);
	t.true(isLeftUp(retry, 'fail', 0));
	t.false(isLeftUp(retry, 'pass', 2));
	t.true(isLeftUp({keep: true, inconclusive: {kind: 'warn'}}, 'inconclusive', 0));
	t.false(isLeftUp({...retry, keep: false}, 'fail', 0));
});

test('a gateway whose image is not shipped, and that brings none, is refused with what to do', async (t) => {
	const kind = {...nginx, name: 'mine', image: 'mine'};
	const error = await t.throwsAsync(runSuite(suite(() => new Error('asked'), {planned: [{...planned('a'), kind}]})), {
		message: /^the gateway mine names the image `mine`, which is none of base, /,
	});
	t.regex(error instanceof GatequakeError ? (error.hint ?? '') : '', /imageFolder/);
});
