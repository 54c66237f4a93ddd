// What the campaign (test/full/catalogue.test.ts) holds every fault's declared times against is itself seen to fail.
import test from 'ava';
import {faults} from '../../src/faults/faults.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {effectProblems, stories, unseenByClients} from '../helpers/effect-times.ts';
import {buildTimeline, faultFromMs, faultToMs, treated} from '../helpers/timeline-builder.ts';

const declared = {withinMs: 100, goneWithinMs: 100};
const refused = () => ({outcome: 'refused', status: 0, byApp: false}) as const;

/** A run of upstream-killed whose fault reported these instants, whatever its load met. */
function runWith(scenario: string, times: {readonly asked?: number; readonly effective?: number; readonly gone?: number} = {}) {
	const {asked = faultFromMs - 1, effective = faultFromMs, gone = faultToMs} = times;
	return {
		scenario,
		fault: {
			inject: {requestedMs: asked, effectiveMs: effective, uncertaintyMs: 0},
			clear: {requestedMs: faultToMs - 1, effectiveMs: gone, uncertaintyMs: 0},
		},
	};
}

test('a fault that shows from its effect to its end, and neither later nor longer, has no problem', (t) => {
	t.deepEqual(effectProblems(runWith('upstream-killed'), buildTimeline({fault: treated(refused)}), declared), []);
});

test('an effect that was claimed before any request met it is found', (t) => {
	const late = {...treated(refused), fromMs: faultFromMs + 400};
	t.regex(effectProblems(runWith('upstream-killed'), buildTimeline({fault: late}), declared).join(), /of \d+ requests do not show it/);
	const lateForSome = treated(({id, arrivesMs}) =>
		arrivesMs > faultFromMs + 1500 && id % 2 === 0 ? refused() : {byApp: true, upstream: 1},
	);
	const found = effectProblems(runWith('php-worker-crash'), buildTimeline({fault: lateForSome}), declared);
	t.regex(found.join(), /requests passed before the first that shows it/);
});

test('an effect that outlives its reported end is found', (t) => {
	const long = {...treated(refused), toMs: faultToMs + 400};
	t.regex(effectProblems(runWith('upstream-killed'), buildTimeline({fault: long}), declared).join(), /show it after its end/);
});

test('a fault that took longer than it declares is found, and one that no request met', (t) => {
	const timeline = buildTimeline({fault: treated(refused)});
	t.regex(effectProblems(runWith('upstream-killed', {asked: faultFromMs - 300}), timeline, declared).join(), /it took effect after 300 ms/);
	t.regex(effectProblems(runWith('upstream-killed', {gone: faultToMs + 300}), timeline, declared).join(), /it was gone after 301 ms/);
	t.regex(effectProblems(runWith('php-worker-crash'), buildTimeline(), declared).join(), /none of \d+ requests shows it/);
});

test('every fault is shown by a scenario’s samples, or it is said why no client sees it', async (t) => {
	const scenarios = await loadScenarios([], '/');
	const shown = new Set(scenarios.filter(({name}) => stories[name] !== undefined).map(({scenario}) => scenario.fault?.kind));
	t.deepEqual(
		Object.keys(faults).filter((kind) => !shown.has(kind) && unseenByClients[kind] === undefined),
		[],
	);
	t.deepEqual(
		Object.keys(unseenByClients).filter((kind) => faults[kind] === undefined),
		[],
	);
});

test('every story that is timed is a scenario', async (t) => {
	const names = new Set((await loadScenarios([], '/')).map(({name}) => name));
	t.deepEqual(
		Object.keys(stories).filter((name) => !names.has(name)),
		[],
	);
});
