import test from 'ava';
import {disturbanceOf, ownActs} from '../../src/topology/own-acts.ts';
import type {EngineEvent, ForeignContainer, RunningContainer} from '../../src/runtime/runtime.ts';

const id = 'c1';

function event(action: string, more: Partial<EngineEvent> = {}): EngineEvent {
	return {part: 'app1', containerId: id, action, wallMs: 1000, ...more};
}

/** One whose engine does what it is asked, or refuses. */
function followed(isRefused = false): {
	readonly acts: ReturnType<typeof ownActs>;
	readonly container: RunningContainer;
	readonly words: () => string | null;
} {
	const acts = ownActs();
	const act = async () => {
		if (isRefused) throw new Error('refused');
	};
	const container: RunningContainer = {
		id,
		part: 'app1',
		address: '172.20.0.3',
		addresses: [],
		control: null,
		inspect: async () => await Promise.reject(new Error('not asked')),
		kill: act,
		start: act,
		stop: act,
		pause: act,
		unpause: act,
		update: act,
		exec: async () => ({exitCode: 0, stdout: '', stderr: ''}),
		putFiles: act,
		readFiles: async () => new Map(),
		logs: async () => '',
		[Symbol.asyncDispose]: async () => {},
	};
	const foreign: ForeignContainer = {
		container,
		facts: {
			id,
			name: 'shop-api-1',
			image: {image: 'api', digest: '', version: ''},
			running: true,
			paused: false,
			startedAt: '',
			networkMode: '',
			networks: [],
			published: [],
			exposed: [],
		},
		look: async () => await Promise.reject(new Error('not asked')),
		mustRun: async () => {},
		logsSince: async () => '',
		counters: async () => ({throttledPeriods: null, memoryFailures: null}),
	};
	return {
		acts,
		container: acts.through(foreign).container,
		words: () => disturbanceOf('shop-api-1', acts.others().get(id) ?? [], ({wallMs}) => wallMs),
	};
}

test('what the run does is its own: killed and started, stopped, paused, with other limits', async (t) => {
	const {acts, container, words} = followed();
	await container.kill('SIGKILL');
	await container.start();
	for (const action of ['kill', 'die', 'start']) acts.saw(event(action));
	await container.stop(1);
	for (const action of ['kill', 'die', 'stop']) acts.saw(event(action));
	await container.pause();
	await container.unpause();
	await container.update({cpuQuota: 5000});
	for (const action of ['pause', 'unpause', 'update']) acts.saw(event(action));
	t.is(words(), null);
});

test('an end that nobody here asked for is told, and the start after it, once each', (t) => {
	const {acts, words} = followed();
	acts.saw(event('die', {exitCode: 7, wallMs: 1200}));
	acts.saw(event('start', {wallMs: 1300}));
	acts.saw(event('health_status'));
	t.is(
		words(),
		'shop-api-1 (app1) ended with exit code 7 at 1200 ms, was started at 1300 ms, and no fault of this run did that: what came of it cannot be told from the fault',
	);
});

test('a second end is not covered by the first one, which was the run’s', async (t) => {
	const {acts, container, words} = followed();
	await container.kill('SIGKILL');
	for (const action of ['kill', 'die', 'start']) acts.saw(event(action));
	t.regex(words() ?? '', /^shop-api-1 \(app1\) was started at 1000 ms, and no fault/);
});

test('what the engine refused to do for the run was done by somebody else', async (t) => {
	const {acts, container, words} = followed(true);
	await t.throwsAsync(container.kill('SIGKILL'));
	for (const action of ['kill', 'die', 'destroy']) acts.saw(event(action, {signal: '9', exitCode: 137}));
	t.regex(words() ?? '', /was sent signal 9 at 1000 ms, ended with exit code 137 at 1000 ms, was removed at 1000 ms/);
});

test('events of other containers are nothing to it, and of a crash loop the first ones are told', (t) => {
	const {acts, words} = followed();
	acts.saw(event('die', {containerId: 'other'}));
	t.is(words(), null);
	for (let round = 0; round < 5; round++) {
		acts.saw(event('die', {exitCode: 1}));
		acts.saw(event('start'));
	}

	t.regex(words() ?? '', /, and 4 times more something was done to it, and no fault/);
});
