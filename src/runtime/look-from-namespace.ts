// Looks into the network namespace of a container that is none of ours: a helper of the run joins it, reads its sockets, asks upstreams as
// the container itself would, by its names and routes, and is removed. Nothing is put into the container.
import {GatequakeError} from '../error.ts';
import type {NamespaceFacts} from './container-facts.ts';
import type {Runtime} from './runtime.ts';

export interface NamespaceOrder {
	readonly id: string;
	/** `host:port`. */
	readonly targets: readonly string[];
	readonly path: string;
	readonly timeoutMs: number;
}

export async function lookFromNamespace(runtime: Runtime, {id, targets, path, timeoutMs}: NamespaceOrder): Promise<NamespaceFacts> {
	const image = await runtime.ensureImage('node', null);
	await using helper = await runtime.startContainer({
		part: `look-${id.slice(0, 12)}`,
		image: image.reference,
		// It ends by itself, whatever becomes of this process.
		command: ['sleep', String(Math.ceil(timeoutMs / 1000) * (targets.length + 1) + 60)],
		network: {namespaceOf: {id}},
	});
	const {exitCode, stdout, stderr} = await helper.exec(
		['node', '-e', program, JSON.stringify({targets, path, timeoutMs})],
		timeoutMs * (targets.length + 1) + 30_000,
	);
	if (exitCode !== 0) {
		throw new GatequakeError(
			`expected sockets and answers from a helper in the namespace of ${id}, and it ended with ${exitCode}: ${stderr}`,
			{
				code: 'HELPER_FAILED',
			},
		);
	}

	// What the program below prints.
	const facts: NamespaceFacts = JSON.parse(stdout);
	return facts;
}

/** In plain JavaScript: it runs in an image that has Node and nothing else. */
const program = `
const {readFileSync} = require('node:fs');
const http = require('node:http');
const {lookup} = require('node:dns/promises');
const {targets, path, timeoutMs} = JSON.parse(process.argv[1]);
const address = (hex) => hex.length === 8 ? hex.match(/../g).reverse().map((byte) => parseInt(byte, 16)).join('.') : /^0+$/.test(hex) ? '::' : hex === '00000000000000000000000001000000' ? '::1' : hex;
const table = (file) => { try { return readFileSync(file, 'latin1').split('\\n').slice(1); } catch { return []; } };
const listening = [...table('/proc/net/tcp'), ...table('/proc/net/tcp6')].map((line) => line.trim().split(/\\s+/)).filter((words) => words[3] === '0A')
	.map((words) => { const [hex, port] = words[1].split(':'); return {address: address(hex), port: parseInt(port, 16)}; });
const ask = async (target) => {
	const startMs = performance.now();
	const host = target.slice(0, target.lastIndexOf(':')).replace(/^\\[|\\]$/g, '');
	const done = (rest) => ({target, addresses, status: null, error: null, ...rest, tookMs: performance.now() - startMs});
	let addresses = [];
	try { addresses = (await lookup(host, {all: true})).map((found) => found.address); } catch (error) { return done({error: error.code}); }
	return await new Promise((resolve) => {
		const request = http.get({host: addresses[0], port: Number(target.slice(target.lastIndexOf(':') + 1)), path, agent: false, headers: {host: target, connection: 'close', 'user-agent': 'gatequake'}, signal: AbortSignal.timeout(timeoutMs)}, (response) => {
			resolve(done({status: response.statusCode}));
			request.destroy();
		});
		request.on('error', (error) => resolve(done({error: error.name === 'AbortError' || error.name === 'TimeoutError' ? 'TIMEOUT' : error.code})));
	});
};
Promise.all(targets.map(ask)).then((asked) => process.stdout.write(JSON.stringify({listening, asked})));
`;
