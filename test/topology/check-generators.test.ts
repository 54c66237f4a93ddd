import test from 'ava';
import type {LoadDriver, ReachedFrom} from '../../src/load/driver.ts';
import type {OtherEngine} from '../../src/runtime/runtime.ts';
import {checkReach, checkSubnets} from '../../src/topology/check-generators.ts';

const target = {address: '10.0.0.5', port: 8080, hostField: 'shop.lan:8080', network: null, because: ''};
const load = {path: '/', tls: null};

function other(...subnets: readonly string[]): OtherEngine {
	return {
		name: 'tcp://a:2376',
		startContainer: async () => await Promise.reject(new Error('nothing is started here')),
		subnets: async () => subnets.map((subnet) => ({network: 'bridge', subnet})),
		left: async () => [],
		[Symbol.asyncDispose]: async () => {},
	};
}

function driver(...reached: readonly ReachedFrom[]): Pick<LoadDriver, 'reach'> {
	return {reach: async () => reached};
}

const here: ReachedFrom = {machine: null, reached: {status: 200, server: 'nginx'}};

test('an address that another engine has for itself is refused: somebody else would be loaded', async (t) => {
	await t.notThrowsAsync(checkSubnets(target, [other('172.17.0.0/16', 'fd00::/64', '10.0.1.0/24')]));
	const error = await t.throwsAsync(checkSubnets(target, [other('172.17.0.0/16'), other('10.0.0.0/16')]), {code: 'GENERATOR_TARGET'});
	t.like(error, {exitCode: 2});
	t.regex(error.message, /10\.0\.0\.5:8080.*tcp:\/\/a:2376.*10\.0\.0\.0\/16.*nothing was sent/);
});

test('what one generator does not reach is named with its machine', async (t) => {
	const away = {machine: 'tcp://a:2376', reached: {failed: 'ECONNREFUSED'}};
	await t.throwsAsync(checkReach(driver(here, away), target, load), {code: 'GENERATOR_TARGET', message: /tcp:\/\/a:2376.*ECONNREFUSED/});
});

test('another server at the same address is no target', async (t) => {
	const same = {machine: 'far', reached: {status: 204, server: 'nginx'}};
	await t.notThrowsAsync(checkReach(driver(here, same), target, load));
	for (const reached of [
		{status: 200, server: 'Apache'},
		{status: 404, server: 'nginx'},
	]) {
		await t.throwsAsync(checkReach(driver(here, same, {machine: 'farther', reached}), target, load), {
			code: 'GENERATOR_TARGET',
			message: /200 \(nginx\) here and .* to farther/,
		});
	}
});

test('what does not answer here either is for the baseline to tell, and generators of this engine are no others', async (t) => {
	const down = {failed: 'ECONNREFUSED'};
	await t.notThrowsAsync(checkReach(driver({machine: null, reached: down}, {machine: 'far', reached: down}), target, load));
	await t.notThrowsAsync(checkReach(driver(here, {machine: null, reached: down}), target, load));
});
