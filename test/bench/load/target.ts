// The nginx that answers benchmarks, in a container of its own with nothing behind it; and, on the same network, the generator and wrk in
// containers too, so that what is held against each other sends over the same path.
import {randomBytes} from 'node:crypto';
import {fileURLToPath} from 'node:url';
import {nginx} from '../../../src/gateways/nginx.ts';
import {startLoadDriver, type LoadDriver} from '../../../src/load/driver.ts';
import {openRuntime} from '../../../src/runtime/open-runtime.ts';
import type {RunningContainer, Runtime} from '../../../src/runtime/runtime.ts';

export interface BenchTarget extends AsyncDisposable {
	readonly host: string;
	readonly port: number;
	/** Null for a target that was given. */
	readonly peers: BenchPeers | null;
}

export interface BenchPeers {
	/** The generator in its container: open loop, and autocannon. */
	readonly driver: LoadDriver;
	/** wrk's requests per second over so many seconds, or why there is no wrk. */
	wrk(seconds: number): Promise<number | string>;
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
		return {host, port: Number(port), peers: null, [Symbol.asyncDispose]: async () => {}};
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
	const network = stack.use(await runtime.createNetwork('bench'));
	const {reference} = await runtime.ensureImage('nginx');
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
	const target = {host: container.address, port: 8080};
	const generator = stack.use(await startPart(runtime, network.name, 'loadgen', ['node', '/opt/gatequake/bin/generator']));
	if (generator.control === null) throw new Error('expected the generator to have a control channel, and it has none');
	const driver = await startLoadDriver(new Map([['loadgen', generator.control]]));
	const wrk = await startWrk(runtime, network.name);
	if (typeof wrk !== 'string') stack.use(wrk);
	const opened = stack.move();
	return {
		...target,
		peers: {driver, wrk: async (seconds) => (typeof wrk === 'string' ? wrk : await runWrk(wrk, target, seconds))},
		[Symbol.asyncDispose]: async () => await opened.disposeAsync(),
	};
}

/** As in a run: the instrument goes first when the cores are short. */
const cpuShares = 8192;

async function startPart(runtime: Runtime, network: string, image: 'loadgen', command: readonly string[]): Promise<RunningContainer> {
	const {reference} = await runtime.ensureImage(image);
	return await runtime.startContainer({
		part: image,
		image: reference,
		command,
		network: {name: network, aliases: [image]},
		control: true,
		cpuShares,
	});
}

/** The container, or why there is none: the benchmark goes on without it. */
async function startWrk(runtime: Runtime, network: string): Promise<RunningContainer | string> {
	try {
		const {reference} = await runtime.ensureImage({name: 'wrk', folder: fileURLToPath(new URL('wrk', import.meta.url))});
		const command = ['sleep', 'infinity'];
		return await runtime.startContainer({part: 'wrk', image: reference, command, network: {name: network, aliases: ['wrk']}, cpuShares});
	} catch (error) {
		const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
		return `wrk is left out, because its image could not be had: ${reason}`;
	}
}

async function runWrk(
	container: RunningContainer,
	{host, port}: {readonly host: string; readonly port: number},
	seconds: number,
): Promise<number> {
	const command = ['wrk', '-t2', '-c50', `-d${seconds}s`, `http://${host}:${port}/`];
	const {exitCode, stdout, stderr} = await container.exec(command, seconds * 1000 + 20_000);
	const found = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
	if (exitCode !== 0 || found === undefined)
		throw new Error(`expected wrk to tell its rate, and it ended with ${exitCode}: ${stdout}${stderr}`);
	return Number(found);
}
