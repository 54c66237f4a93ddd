import test from 'ava';
import {enginePackages, remedyFor, type Machine} from '../../src/setup/container-engine.ts';

const bare: Machine = {root: true, debianLike: true, hasDockerd: false, named: false, mayNotSpeak: false};

test('root on a bare Debian gets an engine installed and started', (t) => {
	t.is(remedyFor(bare).do, 'install-and-start');
});

test('an engine that is installed and not running is started, by root, on any Linux', (t) => {
	t.is(remedyFor({...bare, hasDockerd: true}).do, 'start');
	t.is(remedyFor({...bare, hasDockerd: true, debianLike: false}).do, 'start');
});

test('an engine that the user named is theirs to start', (t) => {
	t.like(remedyFor({...bare, named: true}), {do: 'tell'});
	t.like(remedyFor({...bare, named: true, hasDockerd: true}), {do: 'tell'});
});

test('anyone else is told what to do', (t) => {
	t.regex(told({}), /apt-get install docker\.io/);
	t.regex(told({hasDockerd: true}), /start docker/);
	t.regex(told({hasDockerd: true, mayNotSpeak: true}), /usermod/);
	t.regex(told({debianLike: false}), /DOCKER_HOST/);
	t.regex(told({debianLike: false, root: true}), /DOCKER_HOST/);
});

test('what the machine lacks is installed with the engine, and nothing more', (t) => {
	t.deepEqual(enginePackages(false), ['docker.io', 'iptables', 'mmdebstrap']);
	t.deepEqual(enginePackages(true), ['docker.io', 'iptables', 'mmdebstrap', 'apparmor']);
});

function told(machine: Partial<Machine>): string {
	const remedy = remedyFor({...bare, root: false, ...machine});
	return remedy.do === 'tell' ? remedy.what : '';
}
