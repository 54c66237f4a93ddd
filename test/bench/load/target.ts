// The nginx that answers benchmarks: in a container of its own, with nothing behind it.
import {randomBytes} from 'node:crypto';
import {nginx} from '../../../src/gateways/nginx.ts';
import {openRuntime} from '../../../src/runtime/open-runtime.ts';

export interface BenchTarget extends AsyncDisposable {
	readonly host: string;
	readonly port: number;
}

const config = `
daemon off;
worker_processes 1;
pid /run/nginx.pid;
error_log stderr warn;
events { worker_connections 16384; }
http {
	access_log off;
	keepalive_requests 1000000000;
	server { listen 8080 backlog=4096; location / { return 200 "ok"; } }
}
`;

/** `given` is HOST:PORT, or null for an nginx of our own. */
export async function openTarget(given: string | null): Promise<BenchTarget> {
	if (given !== null) {
		const [host = '', port = ''] = given.split(':');
		return {host, port: Number(port), [Symbol.asyncDispose]: async () => {}};
	}
	await using stack = new AsyncDisposableStack();
	const runtime = stack.use(
		await openRuntime({
			runId: `b${randomBytes(4).toString('hex')}`,
			keep: false,
			progress: (message) => console.log(message),
			signal: new AbortController().signal,
		}),
	);
	const {reference} = await runtime.ensureImage('nginx');
	const network = stack.use(await runtime.createNetwork('bench'));
	const container = stack.use(
		await runtime.startContainer({
			part: 'gateway',
			image: reference,
			command: ['nginx', '-c', '/etc/nginx/bench.conf'],
			network: {name: network.name, aliases: ['gateway']},
			files: [{path: '/etc/nginx/bench.conf', content: config}],
			noFile: 20_000,
			capabilities: nginx.capabilities,
		}),
	);
	if (container.address === null) throw new Error('expected the nginx container to have an address, and it has none');
	const opened = stack.move();
	return {host: container.address, port: 8080, [Symbol.asyncDispose]: async () => await opened.disposeAsync()};
}
