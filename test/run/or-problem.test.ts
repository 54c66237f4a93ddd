import test from 'ava';
import {orProblem} from '../../src/run/or-problem.ts';

const {signal} = new AbortController();

function fails(): never {
	throw new Error('too few');
}

test('it gives what the step gives, at once or later', async (t) => {
	const problems: string[] = [];
	t.is(await orProblem('adding', () => 2, {problems, signal}), 2);
	t.is(await orProblem('adding', async () => 3, {problems, signal}), 3);
	t.deepEqual(problems, []);
});

test('a step that throws is a problem with its name, and gives nothing', async (t) => {
	const problems: string[] = [];
	t.is(await orProblem('the witness could not be read', fails, {problems, signal}), null);
	t.is(await orProblem('no probe', async () => fails(), {problems, signal}), null);
	t.deepEqual(problems, ['the witness could not be read: too few', 'no probe: too few']);
});

test('an interrupt is thrown on', async (t) => {
	const problems: string[] = [];
	const interrupted = AbortSignal.abort(new Error('interrupted'));
	await t.throwsAsync(orProblem('no probe', fails, {problems, signal: interrupted}), {message: 'interrupted'});
	t.deepEqual(problems, []);
});
