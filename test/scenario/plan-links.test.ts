import test from 'ava';
import {endpoint} from '../helpers/endpoint.ts';
import {directUpstreams, endpointsOf, planLinks} from '../../src/scenario/plan-links.ts';
import {upstreamPlans} from '../helpers/fake-topology.ts';

const upstreams = upstreamPlans(['node', 'node', 'node']);

test('an upstream with a link before it is reached there, and the others as before', (t) => {
	const links = planLinks(upstreams, ['app3', 'app2']);
	t.deepEqual(links, [
		{name: 'app2', host: 'link', port: 18_082, to: 'app2:8080'},
		{name: 'app3', host: 'link', port: 18_083, to: 'app3:8080'},
	]);
	t.deepEqual(endpointsOf(upstreams, links), [
		endpoint('app1', 8080),
		endpoint('app2', 18_082, {host: 'link'}),
		endpoint('app3', 18_083, {host: 'link'}),
	]);
});

test('an upstream that is not there has no link', (t) => {
	t.deepEqual(planLinks(upstreams, ['app4']), []);
});

test('a config of the user that goes round a link is told, with what to write', (t) => {
	const links = planLinks(upstreams, ['app1', 'app2']);
	t.deepEqual(directUpstreams(links, ['upstream apps { server link:18081; }', 'server link:18082;']), []);
	t.deepEqual(directUpstreams(links, ['socket_address:\n  address: link\n  port_value: 18081\n---\nport_value: 18082']), []);
	t.deepEqual(directUpstreams(links, ['server link:18082; server app1:8080; # not 180810']), [
		'the fault acts on the link before app1, and this config reaches app1 directly: write `link:18081` instead of `app1:8080`',
	]);
	t.is(directUpstreams(links, ['server app1:8080; server app2:8080;']).length, 2);
});
