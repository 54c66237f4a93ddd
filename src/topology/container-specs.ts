// What each container of a topology is: its image, command, network, limits. The gateway lives in the network namespace of a small
// observer, as containers of a pod live in that of their pause container: when the gateway dies, its address stays and refuses,
// and the observer still reads the socket table.
import type {ContainerSpec, ImageInfo, RunningContainer} from '../runtime/runtime.ts';
import type {DatabasePlan, GatewayPlan, RestartPlan, RunPlan, UpstreamPlan} from '../scenario/plan.ts';
import {postgres} from '../servers/postgres.ts';
import {serverOf} from '../servers/servers.ts';
import {appEnvironment, databaseName, dataFolder, journalPath, socketDirectory, socketOf, statePath} from '../upstreams/upstream.ts';
import type {GatewayToStart} from './start-gateway.ts';
import type {TopologyImages} from './start-topology.ts';
import {tlsFiles} from './tls-files.ts';

/** Where the images that run Gatequake's own programs have them. */
const programs = '/opt/gatequake/bin';

/** What every network helper is started with. */
export const helperCommand: Pick<ContainerSpec, 'command' | 'control' | 'capabilities'> = {
	command: ['node', `${programs}/net-helper`],
	control: true,
	capabilities: ['NET_ADMIN', 'NET_RAW'],
};

/** Toxiproxy's server. Its interface is for its helper alone; what it says of each connection nobody reads. */
const linkCommand = ['/toxiproxy', '-host=127.0.0.1', '-port=8474'];

export interface TopologySpecs {
	/** One for each gateway. */
	readonly observers: readonly ContainerSpec[];
	/** `loadgen`, and `loadgen2`, ... where several share the load. */
	readonly generators: readonly ContainerSpec[];
	/** What keeps the gateway busy beside the load: one where the plan wants it, or none. */
	readonly saturators: readonly ContainerSpec[];
	readonly upstreams: readonly ContainerSpec[];
	/** In the network namespace of its observer. */
	gateway(gateway: GatewayToStart, observer: RunningContainer): ContainerSpec;
	/** One for each part that the fault acts on in its network namespace, which `owner` holds. */
	networkHelper(part: string, owner: RunningContainer, image: ImageInfo): ContainerSpec;
	/** What the links stand in. */
	link(image: ImageInfo): ContainerSpec;
	/** The database behind the apps. */
	database(database: DatabasePlan, image: ImageInfo): ContainerSpec;
	/** Beside it, in its network namespace. */
	databaseHelper(owner: RunningContainer, image: ImageInfo): ContainerSpec;
	/** Beside the server of the links, in its network namespace. */
	linkHelper(owner: RunningContainer, image: ImageInfo): ContainerSpec;
}

export function containerSpecs({
	plan,
	images,
	network,
	sockets,
}: {
	readonly plan: RunPlan;
	readonly images: TopologyImages;
	readonly network: string;
	/** Volume for Unix sockets; null where no upstream listens on one. */
	readonly sockets: string | null;
}): TopologySpecs {
	const mounts = sockets === null ? [] : [{volume: sockets, path: socketDirectory}];
	const certificates = tlsFiles(plan);
	const ownGenerator = (part: string, cpuShares: number) => generatorSpec({part, cpuShares, aliases: [part]}, images.loadgen, network);
	return {
		observers: [plan.gateway, ...plan.inner].map((gateway) => ({
			part: observerPart(gateway),
			image: images.app.reference,
			command: ['node', `${programs}/observer`, String(gateway.port)],
			network: {name: network, aliases: [gateway.part]},
			control: true,
			sysctls: sysctlsOf(plan, gateway.part),
		})),
		generators: Array.from({length: plan.load.generators}, (_, index) =>
			// The instrument goes first when the cores are short.
			ownGenerator(index === 0 ? 'loadgen' : `loadgen${index + 1}`, 8192),
		),
		// What saturates goes last: where it has lost its target, autocannon tries again as fast as it can.
		saturators: plan.load.saturation === null ? [] : [ownGenerator('saturator', 128)],
		upstreams: plan.upstreams.map((upstream) => ({
			...upstreamSpec(upstream, images, network),
			sysctls: upstreamSysctls(upstream, plan),
			mounts: upstream.listen === 'unix' ? mounts : [],
			files: [...serverOf(upstream).files(upstream), ...(certificates.upstreams.get(upstream.name) ?? [])],
		})),
		gateway: ({plan: {part, config, options, port}, kind, image, filesBeside}, observer) => ({
			part,
			image: image.reference,
			command: kind.command({configText: config.text, options, port}),
			// Some official images run as a user who could write no logs; of root's capabilities it has those that it names.
			user: 'root',
			network: {namespaceOf: observer},
			files: [{path: kind.configPath, content: config.text}, ...config.others, ...filesBeside, ...certificates.gateway],
			control: true,
			capabilities: kind.capabilities,
			mounts,
			...(part === 'gateway' ? plan.fault?.needs.gateway : {}),
		}),
		networkHelper: (part, owner, image) => ({
			...helperSpec(part, owner, image),
			...(plan.fault?.needs.network.some((need) => need.part === part && need.hostCgroups === true)
				? {hostFolders: {'/host/cgroup': '/sys/fs/cgroup'}}
				: {}),
		}),
		link: (image) => ({
			part: 'link',
			image: image.reference,
			command: linkCommand,
			network: {name: network, aliases: [...new Set(plan.links.map(({host}) => host))]},
			env: {LOG_LEVEL: 'error'},
		}),
		linkHelper: (owner, image) => ({
			part: 'link-helper',
			image: image.reference,
			command: ['node', `${programs}/link-helper`],
			network: {namespaceOf: owner},
			control: true,
		}),
		database: (database, image) => ({
			part: databaseName,
			image: image.reference,
			command: postgres.command(database),
			user: postgres.user,
			network: {name: network, aliases: [databaseName]},
		}),
		databaseHelper: (owner, image) => ({
			part: `${databaseName}-helper`,
			image: image.reference,
			command: ['node', `${programs}/database-helper`],
			network: {namespaceOf: owner},
			control: true,
		}),
	};
}

/** In the network namespace of whoever is named. */
export function helperSpec(part: string, owner: Pick<RunningContainer, 'id'>, image: ImageInfo): ContainerSpec {
	return {...helperCommand, part: `net-${part}`, image: image.reference, network: {namespaceOf: owner}};
}

/** The container in whose network namespace a gateway lives. */
export function observerPart({part}: GatewayPlan): string {
	return part === 'gateway' ? 'observer' : `observer-${part}`;
}

/** On a network that is not ours it has no name of its own. */
export function generatorSpec(
	{part, cpuShares, aliases}: {readonly part: string; readonly cpuShares: number; readonly aliases: readonly string[]},
	image: ImageInfo,
	network: string,
): ContainerSpec {
	return {
		part,
		image: image.reference,
		command: ['node', `${programs}/generator`],
		network: {name: network, aliases},
		control: true,
		cpuShares,
	};
}

function upstreamSpec(upstream: UpstreamPlan, images: TopologyImages, network: string): ContainerSpec {
	const server = serverOf(upstream);
	return {
		part: upstream.name,
		image: imageOf(upstream, images).reference,
		capabilities: server.capabilities,
		command: ['node', `${programs}/${upstream.pm2 === null ? 'supervisor' : 'pm2-supervisor'}`],
		network: {name: network, aliases: [upstream.name, ...upstream.aliases]},
		control: true,
		env: {
			[appEnvironment.name]: upstream.name,
			[appEnvironment.kind]: upstream.kind,
			[appEnvironment.command]: JSON.stringify(server.command(upstream)),
			[appEnvironment.orders]: server.orders,
			[appEnvironment.abilities]: server.abilities.join(','),
			[appEnvironment.socket]: socketOf(upstream) ?? '',
			[appEnvironment.journal]: journalPath,
			[appEnvironment.state]: statePath,
			[appEnvironment.port]: String(upstream.port),
			[appEnvironment.serviceMs]: String(upstream.serviceMs),
			[appEnvironment.idleTimeoutMs]: String(upstream.idleTimeoutMs),
			[appEnvironment.backlog]: String(upstream.backlog),
			...restartEnvironment(upstream.restart),
			...(upstream.pool === null ? {} : {[appEnvironment.pool]: JSON.stringify(upstream.pool)}),
			...(upstream.pm2 === null ? {} : {[appEnvironment.pm2]: JSON.stringify(upstream.pm2)}),
			[appEnvironment.onTerm]: upstream.onTerm,
			[appEnvironment.tls]: upstream.tls === null ? 'off' : upstream.tls.needsName ? 'named' : 'any',
			...(upstream.data === null ? {} : {[appEnvironment.dataFolder]: dataFolder}),
		},
		...(upstream.data?.on === 'memory' ? {memoryFolders: {[dataFolder]: upstream.data.bytes}} : {}),
		...(upstream.data?.on === 'disk' ? {volumes: [dataFolder]} : {}),
		...(upstream.memoryBytes === null ? {} : {memoryBytes: upstream.memoryBytes}),
	};
}

function imageOf({pm2, pool, kind}: UpstreamPlan, images: TopologyImages): ImageInfo {
	const beside = pm2 !== null ? images.pm2 : pool !== null ? images.pg : null;
	return beside ?? images.servers.get(serverOf({kind}).image) ?? images.app;
}

function restartEnvironment({policy, delayMs, maxDelayMs, steps, startLimit}: RestartPlan): Readonly<Record<string, string>> {
	return {
		[appEnvironment.restart]: policy,
		[appEnvironment.restartDelayMs]: String(delayMs),
		[appEnvironment.restartMaxDelayMs]: String(maxDelayMs ?? 0),
		[appEnvironment.restartSteps]: String(steps),
		[appEnvironment.startLimitBurst]: String(startLimit?.burst ?? 0),
		[appEnvironment.startLimitIntervalMs]: String(startLimit?.intervalMs ?? 0),
	};
}

function upstreamSysctls({name, receiveBufferBytes}: UpstreamPlan, plan: RunPlan): Readonly<Record<string, string>> {
	return {
		...(receiveBufferBytes === null ? {} : {'net.ipv4.tcp_rmem': `4096 ${receiveBufferBytes} ${receiveBufferBytes}`}),
		...sysctlsOf(plan, name),
	};
}

/** What the fault asks for. */
function sysctlsOf(plan: RunPlan, part: string): Readonly<Record<string, string>> {
	return Object.assign({}, ...(plan.fault?.needs.network ?? []).filter((need) => need.part === part).map(({sysctls}) => sysctls));
}
