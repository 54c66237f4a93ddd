import test from 'ava';
import {statusOf, unless} from '../../src/runtime/http-status.ts';

const refusal = (statusCode: unknown): Error => Object.assign(new Error('refused'), {statusCode});

test('a refusal that means done gives null', async (t) => {
	t.is(await unless([404, 409], Promise.reject(refusal(404))), null);
});

test('another refusal, and an error without a status, stay errors', async (t) => {
	await t.throwsAsync(unless([404], Promise.reject(refusal(500))), {message: 'refused'});
	await t.throwsAsync(unless([404], Promise.reject(new Error('socket hang up'))), {message: 'socket hang up'});
});

test('a status is read from refusals only', (t) => {
	t.is(statusOf(refusal(409)), 409);
	t.is(statusOf(refusal('409')), null);
	t.is(statusOf('409'), null);
});
