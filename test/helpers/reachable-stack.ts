// A stack of somebody else's behind an address that other machines reach: nginx on a port of this machine, and an app that writes down each
// request by the wall clock, which all machines of a test share.
import {createServer} from 'node:net';
import {once} from 'node:events';
import Docker from 'dockerode';
import {packTar} from '../../src/runtime/tar-archive.ts';
import {stackImages} from './own-stack.ts';
import {newRunId} from './test-runtime.ts';

export interface ReachableStack extends AsyncDisposable {
	readonly port: number;
	/** Name of the app's container; it listens on 3000. */
	readonly api: string;
	/** When the app took each request, by the path that it was asked for, ms since 1970. */
	taken(): Promise<readonly {readonly atMs: number; readonly url: string}[]>;
}

const app = `
const http = require('node:http');
http.createServer((request, response) => {
	process.stdout.write((performance.timeOrigin + performance.now()).toFixed(3) + ' ' + request.url + '\\n');
	response.end('{}');
}).listen(3000);
`;

/** Connections to the app are never kept: each request sees the fault. */
const conf = (address: string, port: number) => `
error_log /dev/stderr warn;
pid /tmp/nginx.pid;
events { worker_connections 4096; }
http {
	access_log off;
	server {
		listen ${port};
		location / { proxy_pass http://${address}:3000; proxy_http_version 1.0; proxy_connect_timeout 1s; proxy_read_timeout 2s; }
	}
}
`;

export async function reachableStack(): Promise<ReachableStack> {
	const {nginx, node} = await stackImages();
	const docker = new Docker();
	const word = newRunId();
	await using undone = new AsyncDisposableStack();
	const start = async (options: Docker.ContainerCreateOptions, path: string, content: string): Promise<Docker.Container> => {
		const container = await docker.createContainer(options);
		undone.defer(async () => void (await container.remove({force: true, v: true})));
		await container.putArchive(packTar([{path, content}]), {path: '/'});
		await container.start();
		return container;
	};
	const api = `shop${word}-api`;
	const taker = await start({name: api, Image: node, Cmd: ['node', '/srv/api.cjs']}, '/srv/api.cjs', app);
	const {NetworkSettings: settings} = await taker.inspect();
	const port = await freePort();
	const HostConfig = {NetworkMode: 'host'};
	const proxy = {name: `shop${word}-proxy`, Image: nginx, Cmd: ['nginx', '-g', 'daemon off;'], HostConfig};
	await start(proxy, '/etc/nginx/nginx.conf', conf(Object.values(settings.Networks)[0]?.IPAddress ?? '', port));
	const owned = undone.move();
	return {
		port,
		api,
		async taken() {
			const log = await taker.logs({stdout: true, stderr: false, follow: false});
			return [...log.toString('latin1').matchAll(/(\d{13}\.\d{3}) (\/\S*)/g)].map(([, atMs, url = '']) => ({atMs: Number(atMs), url}));
		},
		[Symbol.asyncDispose]: async () => {
			await owned.disposeAsync();
		},
	};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0);
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('expected a port');
	return address.port;
}
