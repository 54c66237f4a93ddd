import test from 'ava';
import {makeRequests} from '../../src/load/request.ts';
import {anOrder} from '../helpers/load-order.ts';

const post = {post: true, fresh: false};

test('all tries of a POST have its key, and each an id of its own', (t) => {
	const requests = makeRequests(anOrder({bodyBytes: 3}));
	t.regex(
		requests.text(7, 7, post),
		/^POST \/item\?gq=7 HTTP\/1\.1\r\n[^]*x-gatequake-id: 7\r\nx-gatequake-key: k7\r\n[^]*content-length: 3\r\n\r\nxxx$/,
	);
	t.regex(requests.text(1007, 7, post), /gq=1007 [^]*x-gatequake-id: 1007\r\nx-gatequake-key: k7\r\n/);
	t.notRegex(requests.text(8, 8, {post: false, fresh: false}), /key|content-length|connection/);
	t.regex(requests.text(8, 8, {post: false, fresh: true}), /\r\nconnection: close\r\n\r\n$/);
});

for (const share of [0, 0.1, 0.25, 0.3, 1 / 3, 0.5, 0.7, 0.9, 1]) {
	test(`a share of ${share.toFixed(2)} of POSTs is kept in every stretch, and no upstream that is dealt to in turn gets them all`, (t) => {
		const requests = makeRequests(anOrder({postShare: share}, {seed: 11}));
		const isPost = (id: number) => requests.isPost(id);
		const ids = Array.from({length: 6000}, (_, index) => index + 1);
		for (let from = 0; from < ids.length; from += 300) {
			const posts = ids.slice(from, from + 300).filter(isPost).length;
			t.true(Math.abs(posts - 300 * share) <= 2, `${posts} of 300 from ${from}`);
		}

		for (const upstreams of [2, 3, 4, 5]) {
			for (let turn = 0; turn < upstreams; turn++) {
				const dealt = ids.filter((id) => id % upstreams === turn);
				const posts = dealt.filter(isPost).length / dealt.length;
				t.true(Math.abs(posts - share) < 0.1, `${posts.toFixed(2)} at upstream ${turn} of ${upstreams}`);
			}
		}

		const again = makeRequests(anOrder({postShare: share}, {seed: 11}));
		t.true(ids.every((id) => again.isPost(id) === isPost(id)));
	});
}

test('the body of POSTs is that of the file, byte for byte', (t) => {
	const bytes = Buffer.from([0, 13, 10, 255, 128, 65]);
	const requests = makeRequests(anOrder({bodyFile: {path: 'order.bin', base64: bytes.toString('base64')}}));
	const wire = Buffer.from(requests.text(1, 1, post), 'latin1');
	t.regex(requests.text(1, 1, post), /content-length: 6\r\n/);
	t.deepEqual(wire.subarray(-10), Buffer.concat([Buffer.from('\r\n\r\n'), bytes]));
});

test('the host is the name that TLS is spoken with, and the port where it is not the usual one', (t) => {
	const get = {post: false, fresh: false};
	const hostOf = (order: Parameters<typeof makeRequests>[0]) => /\r\nhost: (.*)\r\n/.exec(makeRequests(order).text(1, 1, get))?.[1];
	const tls = {serverName: 'shop.test', ca: null};
	t.is(hostOf(anOrder({}, {host: 'gateway', port: 80})), 'gateway');
	t.is(hostOf(anOrder({}, {host: 'fd00::1', port: 8080})), '[fd00::1]:8080');
	t.is(hostOf(anOrder({tls}, {host: '10.0.0.1', port: 443})), 'shop.test');
	t.is(hostOf(anOrder({tls}, {host: '10.0.0.1', port: 80})), 'shop.test:80');
});

test('a share of the GETs asks for another path, the same ones for the same seed, and POSTs never do', (t) => {
	const requests = makeRequests(anOrder({otherPath: {path: '/static/logo.txt', share: 0.5}}));
	const asked = (isPost: boolean) =>
		Array.from({length: 1000}, (_, index) => requests.text(index + 1, index + 1, {post: isPost, fresh: false}).split('?')[0]);
	const others = asked(false).filter((start) => start === 'GET /static/logo.txt').length;
	t.true(others > 400 && others < 600);
	t.deepEqual(asked(false), asked(false));
	t.deepEqual(new Set(asked(true)), new Set(['POST /item']));
});
