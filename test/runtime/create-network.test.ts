import test from 'ava';
import {GatequakeError} from '../../src/error.ts';
import {explainNetworkError} from '../../src/runtime/create-network.ts';

for (const [version, message] of [
	['20.10', 'could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network'],
	['28', 'all predefined address pools have been fully subnetted'],
]) {
	test(`an engine ${version} without a free address pool is understood, and the way out is named`, (t) => {
		const error = explainNetworkError(new Error(`(HTTP code 500) server error - ${message} `), 'gatequake-r1-1-steady');
		t.true(error instanceof GatequakeError && error.code === 'NO_ADDRESS_POOL');
		t.regex(String(error), /gatequake-r1-1-steady/);
		t.regex(error instanceof GatequakeError ? (error.hint ?? '') : '', /gatequake sweep.*docker network prune/);
	});
}

test('any other refusal stays as it is', (t) => {
	const error = new Error('permission denied');
	t.is(explainNetworkError(error, 'n1'), error);
});
