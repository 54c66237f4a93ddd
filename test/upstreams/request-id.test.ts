import test from 'ava';
import {isHealthCheck, requestIdOf} from '../../src/upstreams/request-id.ts';

test('the header goes before the query string, and either will do', (t) => {
	t.is(requestIdOf('7', '/?gq=8'), 7);
	t.is(requestIdOf(undefined, '/a?x=1&gq=8&y=2'), 8);
	t.is(requestIdOf(undefined, '/gq=8'), null);
});

test('what is no whole number is no id', (t) => {
	t.is(requestIdOf('seven', '/'), null);
	t.is(requestIdOf(undefined, '/?gq=-1'), null);
	t.is(requestIdOf(undefined, '/?gq='), null);
});

test('a health check is its path alone, with or without a query', (t) => {
	t.true(isHealthCheck('/healthz'));
	t.true(isHealthCheck('/healthz?gq=1'));
	t.false(isHealthCheck('/healthzz'));
});
