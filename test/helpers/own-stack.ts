// The stack of examples/your-own-stack, running as its owner would have it: with none of our labels.
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import Docker from 'dockerode';
import {packTar} from '../../src/runtime/tar-archive.ts';
import {repository} from './command.ts';
import {newRunId, openTestRuntime} from './test-runtime.ts';

export interface OwnStack extends AsyncDisposable {
	/** For its scenarios: names of its containers, and the published port. */
	readonly env: Readonly<Record<'PROXY' | 'API' | 'PORT', string>>;
	/** What its owner sees of it, container by container: no fault may leave that otherwise. */
	seen(): Promise<readonly object[]>;
	/** How much of a core its owner's engine gives the API, in billionths. */
	nanoCpus(): Promise<number>;
	/** Asks an API with the program `ending` to end, from within its own container. */
	end(): Promise<void>;
	/** The tables of the packet filter in the API's network namespace: the engine has one of its own there. */
	rules(): Promise<string>;
}

export const exampleFolder = path.join(repository, 'examples/your-own-stack');

export interface OwnStackOptions {
	/** In the place of the example's API: the text of a module. */
	readonly program?: string;
	/** Of the API's container. Default: it stays as it is when it ends. */
	readonly restart?: 'always';
}

/** An API that ends by itself, with exit code 7, when it is asked for `/end`. */
export const ending = `import http from 'node:http';
http.createServer((request, response) => {
	if (request.url === '/end') process.exit(7);
	response.end('{}');
}).listen(3000);
`;

/** A limit of its owner's, which he has again after each run. */
export const ownNanoCpus = 900_000_000;

export async function ownStack({program, restart}: OwnStackOptions = {}): Promise<OwnStack> {
	const {nginx, node, netfault} = await stackImages();
	const docker = new Docker();
	await using undone = new AsyncDisposableStack();
	const network = await docker.createNetwork({Name: `shop${newRunId()}`, Driver: 'bridge'});
	undone.defer(async () => void (await network.remove()));
	const {id: networkId} = network;
	const start = async (
		options: Docker.ContainerCreateOptions,
		service: string,
		file: {readonly path: string; readonly content: string},
	): Promise<Docker.Container> => {
		const container = await docker.createContainer({...options, NetworkingConfig: {EndpointsConfig: {[networkId]: {Aliases: [service]}}}});
		undone.defer(async () => void (await container.remove({force: true, v: true})));
		await container.putArchive(packTar([file]), {path: '/'});
		await container.start();
		return container;
	};
	const HostConfig = {NetworkMode: networkId};
	const policy = restart === undefined ? {} : {RestartPolicy: {Name: restart}};
	const api = await start(
		{Image: node, Cmd: ['node', '/srv/api.mjs'], HostConfig: {...HostConfig, ...policy, NanoCpus: ownNanoCpus}},
		'api',
		{
			path: '/srv/api.mjs',
			content: program ?? (await read('api.mjs')),
		},
	);
	const published = {PortBindings: {'80/tcp': [{HostPort: ''}]}};
	const proxy = await start(
		{Image: nginx, Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: {'80/tcp': {}}, HostConfig: {...HostConfig, ...published}},
		'proxy',
		{path: '/etc/nginx/nginx.conf', content: await read('nginx.conf')},
	);
	const {NetworkSettings: settings} = await proxy.inspect();
	const owned = undone.move();
	return {
		env: {PROXY: proxy.id, API: api.id, PORT: settings.Ports['80/tcp']?.[0]?.HostPort ?? ''},
		async seen() {
			const found = await Promise.all([proxy, api].map(async (container) => await container.inspect()));
			return found.map(({Id: id, RestartCount: restarts, State: state, HostConfig: host, NetworkSettings: {Networks: networks}}) => ({
				id,
				restarts,
				startedAt: state.StartedAt,
				status: state.Status,
				host,
				addresses: Object.values(networks).map(({IPAddress: address}) => address),
			}));
		},
		nanoCpus: async () => (await api.inspect()).HostConfig.NanoCpus ?? 0,
		async end() {
			const Cmd = ['node', '-e', "require('node:http').get('http://127.0.0.1:3000/end').on('error', () => {})"];
			// An answer without an end, which nobody reads: its socket would keep the process up.
			(await (await api.exec({Cmd})).start({Detach: true})).destroy();
		},
		rules: async () =>
			await printed(docker, {
				Image: netfault,
				Cmd: ['nft', 'list', 'tables'],
				HostConfig: {NetworkMode: `container:${api.id}`, CapAdd: ['NET_ADMIN']},
			}),
		[Symbol.asyncDispose]: async () => {
			await owned.disposeAsync();
		},
	};
}

async function read(file: string): Promise<string> {
	return await readFile(path.join(exampleFolder, file), 'utf8');
}

export async function stackImages(): Promise<Readonly<Record<'nginx' | 'node' | 'netfault', string>>> {
	await using runtime = await openTestRuntime();
	const [nginx, node, netfault] = await Promise.all(
		(['nginx', 'node', 'netfault'] as const).map(async (name) => (await runtime.ensureImage(name)).reference),
	);
	if (nginx === undefined || node === undefined || netfault === undefined) throw new Error('an image is missing');
	return {nginx, node, netfault};
}

/** Runs a container to its end. */
async function printed(docker: Docker, options: Docker.ContainerCreateOptions): Promise<string> {
	const container = await docker.createContainer({...options, Entrypoint: [''], Tty: true});
	try {
		await container.start();
		await container.wait();
		return (await container.logs({stdout: true, stderr: true, follow: false})).toString().trim();
	} finally {
		await container.remove({force: true});
	}
}
