import {createHash} from 'node:crypto';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {dockerOptions, engineAddresses} from '../../src/runtime/engine-address.ts';

const nowhere = '/nowhere/at/all';
const at = (url: string) => ({url, from: 'DOCKER_HOST', certificates: null});

test('DOCKER_HOST stands alone, before any context', (t) => {
	const addresses = engineAddresses({DOCKER_HOST: 'tcp://build:2375', DOCKER_CONTEXT: 'ci'}, nowhere);
	t.deepEqual(addresses, [{url: 'tcp://build:2375', from: 'DOCKER_HOST', certificates: null}]);
});

test('without a word of the user the default sockets are tried, a rootless one too', (t) => {
	const addresses = engineAddresses({XDG_RUNTIME_DIR: '/run/user/1000'}, '/home/u');
	t.deepEqual(
		addresses.map(({url}) => url),
		['unix:///var/run/docker.sock', 'unix:///run/user/1000/docker.sock', 'unix:///home/u/.docker/run/docker.sock'],
	);
});

test('the current context is read from where docker keeps it', async (t) => {
	const home = await mkdtemp(path.join(tmpdir(), 'gatequake-test-'));
	t.teardown(async () => await rm(home, {recursive: true}));
	const meta = path.join(home, '.docker/contexts/meta', createHash('sha256').update('ci').digest('hex'));
	await mkdir(meta, {recursive: true});
	await writeFile(path.join(home, '.docker/config.json'), '{"currentContext":"ci"}');
	await writeFile(path.join(meta, 'meta.json'), '{"Name":"ci","Endpoints":{"docker":{"Host":"unix:///run/ci.sock"}}}');
	t.deepEqual(engineAddresses({}, home), [{url: 'unix:///run/ci.sock', from: 'docker context "ci"', certificates: null}]);
});

test('a context that is not there is named', (t) => {
	t.throws(() => engineAddresses({DOCKER_CONTEXT: 'gone'}, nowhere), {code: 'NO_ENGINE', message: /"gone"/});
});

test('each form of address becomes options of the client', (t) => {
	t.deepEqual(dockerOptions(at('unix:///run/x.sock')), {socketPath: '/run/x.sock'});
	t.deepEqual(dockerOptions(at('tcp://build:2375')), {protocol: 'http', host: 'build', port: '2375'});
	t.deepEqual(dockerOptions(at('build:1234')), {protocol: 'http', host: 'build', port: '1234'});
	t.deepEqual(dockerOptions({...at('tcp://build'), certificates: nowhere}), {protocol: 'https', host: 'build', port: '2376'});
	t.deepEqual(dockerOptions(at('ssh://me@build'), {}), {protocol: 'ssh', host: 'build', port: '22', username: 'me'});
});

test("an address of no known form is refused as the user's mistake", (t) => {
	t.throws(() => dockerOptions(at('foo://x')), {code: 'NO_ENGINE', message: /foo:\/\/x/});
	t.throws(() => dockerOptions(at('tcp://')), {code: 'NO_ENGINE'});
});
