// The client's side of Toxiproxy's interface, against a server of the same interface that can be made to lie. The real one is part of every
// run of a link scenario.
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {text} from 'node:stream/consumers';
import test from 'ava';
import type {ExecutionContext} from 'ava';
import {LinkServer} from '../../src/upstreams/link-server.ts';
import type {LinkToxic} from '../../src/upstreams/upstream.ts';

interface Answer {
	readonly status?: number;
	readonly body: unknown;
}

/** `lie` may answer in place of the server; null for no answer at all. */
async function interfaceOf(t: ExecutionContext, lie: (line: string) => Answer | null | undefined = () => undefined) {
	const proxies = new Map<string, Record<string, unknown> & {toxics: Record<string, unknown>[]}>();
	const asked: string[] = [];
	const answer = (line: string, body: Record<string, unknown>): Answer => {
		const [, name = '', toxic] = /^\w+ \/proxies\/(\w+)(?:\/toxics\/?(\w*))?$/.exec(line) ?? [];
		const proxy = proxies.get(name);
		if (line === 'GET /version') return {body: {version: '2.12.0'}};
		if (line === 'GET /proxies') return {body: Object.fromEntries(proxies)};
		if (line === 'POST /proxies') {
			proxies.set(String(body['name']), {...body, enabled: true, toxics: []});
			return {status: 201, body};
		}

		if (proxy === undefined) return {status: 404, body: {}};
		if (toxic === undefined) return {body: line.startsWith('POST') ? Object.assign(proxy, body) : proxy};
		if (line.startsWith('POST')) proxy.toxics.push(body);
		const place = proxy.toxics.findIndex(({name: present}) => present === toxic);
		if (line.startsWith('DELETE')) proxy.toxics.splice(place, 1);
		return {body: line.startsWith('POST') ? body : (proxy.toxics[place] ?? {})};
	};
	const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await text(request);
		const line = `${request.method} ${request.url}`;
		asked.push(`${line} ${body}`.trim());
		const lied = lie(line);
		if (lied === null) return;
		const {status = 200, body: answered} = lied ?? answer(line, body === '' ? {} : JSON.parse(body));
		response.writeHead(status).end(JSON.stringify(answered));
	};
	const server = createServer((request, response) => {
		void serve(request, response);
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	return {asked, address: `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`};
}

const routes = [
	{name: 'app1', port: 18_081, to: 'app1:8080'},
	{name: 'app2', port: 18_082, to: 'app2:8080'},
];
const toxic: LinkToxic = {type: 'latency', stream: 'upstream', toxicity: 0.3, attributes: {latency: 10, jitter: 1}};
const slow = {do: 'add', toxic} as const;
const untouched = {do: 'remove', toxic} as const;
const close = {do: 'close'} as const;

test('links are made and tried; a toxic is set, read back, and taken away, on the links that are named', async (t) => {
	const {address, asked} = await interfaceOf(t);
	const server = new LinkServer(address);
	t.deepEqual(await server.open(routes), {version: '2.12.0'});
	t.true(asked.includes('POST /proxies {"name":"app2","listen":"0.0.0.0:18082","upstream":"app2:8080"}'));
	asked.splice(0);
	const {fromMonoMs, toMonoMs} = await server.change(['app2'], slow);
	t.true(toMonoMs > fromMonoMs);
	t.deepEqual(asked, [
		'GET /proxies',
		'GET /proxies/app2',
		`POST /proxies/app2/toxics ${JSON.stringify({...toxic, name: 'latency_upstream'})}`,
		'GET /proxies',
	]);
	await server.change(['app2'], untouched);
	asked.splice(0);
	// Already so: nothing is changed.
	await server.change(['app2'], untouched);
	t.deepEqual(asked, ['GET /proxies', 'GET /proxies/app2', 'GET /proxies']);
});

test('what the server says of a link afterwards must be what it was told', async (t) => {
	let lies = false;
	const {address} = await interfaceOf(t, (line) => (lies && line.endsWith('/toxics') ? {body: {}} : undefined));
	const server = new LinkServer(address);
	await server.open(routes);
	lies = true;
	await t.throwsAsync(server.change(['app1'], slow), {
		message: /the link app1 was told to .*latency.*, and the server says .*"toxics":\[\]/,
	});
});

test('a server that does not answer is told with what it was asked for', async (t) => {
	let isSilent = false;
	const {address} = await interfaceOf(t, () => (isSilent ? null : undefined));
	const server = new LinkServer(address, 1000);
	await server.open(routes);
	isSilent = true;
	await t.throwsAsync(server.change(['app1'], slow), {message: 'Toxiproxy was asked to list its links: no answer within 1000 ms'});
});

test('a refusal, and a link that is not there, are errors', async (t) => {
	let refuses = false;
	const {address} = await interfaceOf(t, (line) => (refuses && line.startsWith('POST') ? {status: 400, body: {}} : undefined));
	const server = new LinkServer(address);
	await server.open(routes);
	await t.throwsAsync(server.change(['app3'], slow), {message: 'expected a link app3, there are app1, app2'});
	refuses = true;
	await t.throwsAsync(server.change(['app1'], slow), {message: /add the toxic latency_upstream to the link app1: .*400/});
});

test('a link that stays open though it was to be closed is told', async (t) => {
	let lies = false;
	const {address} = await interfaceOf(t, (line) => (lies && line === 'POST /proxies/app1' ? {body: {}} : undefined));
	const server = new LinkServer(address);
	await server.open(routes);
	lies = true;
	await t.throwsAsync(server.change(['app1'], close), {message: /the server says \{"enabled":true/});
});

test('toxics of several faults stand beside one another, and each is taken back alone; a link that is closed is not closed for another', async (t) => {
	const {address, asked} = await interfaceOf(t);
	const server = new LinkServer(address);
	await server.open(routes);
	const other: LinkToxic = {type: 'limit_data', stream: 'downstream', toxicity: 1, attributes: {bytes: 100}};
	await server.change(['app1'], slow);
	await server.change(['app1'], {do: 'add', toxic: other});
	asked.splice(0);
	await server.change(['app1'], untouched);
	t.deepEqual(
		asked.filter((line) => line.startsWith('DELETE')),
		['DELETE /proxies/app1/toxics/latency_upstream'],
	);
	await server.change(['app1'], {do: 'remove', toxic: other});
	await server.change(['app1'], close);
	await t.throwsAsync(server.change(['app1'], close), {message: 'the link app1 is closed already'});
	await server.change(['app1'], {do: 'open'});
	await server.change(['app1'], {do: 'open'});
});
