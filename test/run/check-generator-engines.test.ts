import test from 'ava';
import {checkGeneratorEngines} from '../../src/run/check-generator-engines.ts';
import type {RunPlan} from '../../src/scenario/plan.ts';
import {buildTimeline} from '../helpers/timeline-builder.ts';

const {plan} = buildTimeline();
const stack = {by: 'external', composeFile: null, url: 'http://10.0.0.5/', containers: {}, ownStatuses: []} as const;
const theirs: RunPlan = {...plan, scenario: 'theirs', stack};

test('generators on other engines are for stacks that are reached from there', (t) => {
	t.notThrows(() => checkGeneratorEngines([plan], []));
	t.notThrows(() => checkGeneratorEngines([theirs], ['tcp://a:2376', 'far']));
	const error = t.throws(() => checkGeneratorEngines([theirs, plan], ['tcp://a:2376', 'tcp://a:2376']), {code: 'GENERATOR_ENGINES'});
	t.like(error, {exitCode: 2});
	t.regex(error.message, /tcp:\/\/a:2376 is named twice.*\n.*stacks of your own/);
	t.true(error.message.includes(plan.scenario));
});

test('more generators than requests a second are refused', (t) => {
	const slow = {...theirs, load: {...theirs.load, ratePerSecond: 2}};
	t.notThrows(() => checkGeneratorEngines([slow], ['a']));
	t.throws(() => checkGeneratorEngines([slow], ['a', 'b']), {
		message: 'theirs: 2 requests a second are fewer than one for each generator (2 on other engines, and its own)',
	});
});
