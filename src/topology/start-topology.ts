// Brings a topology up in the order of its dependencies, and takes it down in reverse. Independent parts start side by side.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import {GatequakeError} from '../error.ts';
import {configAccepted} from '../gateways/gateway.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {startLoadDriver} from '../load/driver.ts';
import type {LoadDriver} from '../load/driver.ts';
import {startSaturator} from '../load/saturator.ts';
import type {Saturator} from '../load/saturator.ts';
import type {ContainerSpec, EngineEvent, ImageInfo, RunningContainer, Runtime} from '../runtime/runtime.ts';
import type {ConfigFile, RunPlan} from '../scenario/plan.ts';
import {serverOf} from '../servers/servers.ts';
import {allOrNothing} from './all-or-nothing.ts';
import {collect} from './collect.ts';
import {containerSpecs} from './container-specs.ts';
import {openLineChannel} from './line-channel.ts';
import type {LineChannel} from './line-channel.ts';
import {tryKernel} from './kernel-features.ts';
import {networkHelper, standBeforeNames} from './network-helper.ts';
import {startOtherService} from './other-service.ts';
import {watchProcesses} from './process-watch.ts';
import type {ProcessWatch} from './process-watch.ts';
import {runningGateway} from './running-gateway.ts';
import {startLinks} from './start-links.ts';
import {runningUpstream} from './running-upstream.ts';
import {timelineClock} from './timeline-clock.ts';
import {reported} from './reported.ts';
import type {RunningTopology} from './topology.ts';

export interface TopologyImages {
	readonly gateway: ImageInfo;
	readonly app: ImageInfo;
	readonly loadgen: ImageInfo;
	/** Of the kinds of upstreams, by the image's name. */
	readonly servers: ReadonlyMap<string, ImageInfo>;
	/** Null where the plan's fault acts in no network namespace, and there is no link. */
	readonly netfault: ImageInfo | null;
	/** Null where PM2 manages no upstream of the plan. */
	readonly pm2: ImageInfo | null;
	/** Null where the plan has no link. */
	readonly toxiproxy: ImageInfo | null;
}

export interface TopologyParts {
	readonly runtime: Runtime;
	readonly plan: RunPlan;
	readonly kind: GatewayKind;
	/** What lies beside a user's own config, and goes into the gateway's container with it. */
	readonly filesBeside: readonly ConfigFile[];
	readonly images: TopologyImages;
	/** Unique within the runtime: part of the network's name. */
	readonly label: string;
	readonly monoNow: () => number;
	readonly signal: AbortSignal;
}

export interface StartedTopology extends RunningTopology {
	readonly driver: LoadDriver;
	/** Null where the plan saturates nothing. */
	readonly saturator: Saturator | null;
	/** Time from asking for the gateway's container to its open port. */
	readonly gatewayMs: number;
}

/**
 * @throws GatequakeError `CONFIG_REFUSED` (exit code 2) with the gateway's own words and the offending line, or whatever a part that
 * would not start said last. What was started by then is gone when this throws.
 */
export async function startTopology({
	runtime,
	plan,
	kind,
	filesBeside,
	images,
	label,
	monoNow,
	signal,
}: TopologyParts): Promise<StartedTopology> {
	await using started = new AsyncDisposableStack();
	const events: EngineEvent[] = [];
	started.adopt(
		runtime.onEvent((event) => events.push(event)),
		(subscribed) => {
			subscribed.dispose();
		},
	);
	const network = started.use(await runtime.createNetwork(label));
	const sockets = plan.upstreams.some(({listen}) => listen === 'unix') ? started.use(await runtime.createVolume(`${label}-sockets`)) : null;
	const specs = containerSpecs({plan, kind, filesBeside, images, network: network.name, sockets: sockets?.name ?? null});

	// Removed one after the other: Docker 20.10 lost count of a network's endpoints when six containers left it at once (1 of 120 runs),
	// and the network could not be removed any more.
	const containers: RunningContainer[] = [];
	const start = async (spec: Parameters<Runtime['startContainer']>[0]): Promise<RunningContainer> => {
		const container = await runtime.startContainer(spec);
		containers.push(started.use(container));
		return container;
	};

	const channels = new Map<string, LineChannel>();
	const channelOf = (container: RunningContainer): LineChannel => {
		const known = channels.get(container.part);
		if (known !== undefined) {
			return known;
		}

		const channel = openLineChannel(container.part, controlOf(container));
		channels.set(container.part, channel);
		return channel;
	};

	const startedParts = await allOrNothing([
		start({
			...specs.observer,
			ready: async (container) => {
				await channelOf(container).hello;
			},
		}),
		...[...specs.generators, ...specs.saturators].map(start),
		...specs.upstreams.map(
			async (spec) =>
				await start({
					...spec,
					ready: async (container) => {
						await portOpen(channelOf(container));
					},
				}),
		),
	]);
	const partsOf = (wanted: readonly ContainerSpec[]) => startedParts.filter(({part}) => wanted.some((spec) => spec.part === part));
	const [observer] = partsOf([specs.observer]);
	if (observer === undefined) {
		throw new GatequakeError('the topology started without its observer', {code: 'NO_PART'});
	}

	const apps = partsOf(specs.upstreams);
	const driver = await startLoadDriver(new Map(partsOf(specs.generators).map((container) => [container.part, controlOf(container)])), {
		signal,
	});
	const [saturating] = partsOf(specs.saturators);
	const saturator = saturating === undefined ? null : await startSaturator(controlOf(saturating), {part: saturating.part, signal});
	const {pair, offsetMs, uncertaintyMs} = await driver.clock();
	const clock = timelineClock({origin: pair, offsetMs, uncertaintyMs, monoNow});
	const gatewayWatch = watchProcesses('gateway', clock);
	gatewayWatch.follow(channelOf(observer));
	const observed = channelOf(observer);
	const networkHelpers = await allOrNothing(
		(plan.fault?.needs.network ?? []).map(async ({part, kernel, nameService = false}) => {
			const owner = part === 'gateway' ? observer : apps.find((app) => app.part === part);
			if (owner === undefined || images.netfault === null) {
				throw new GatequakeError(
					`the fault acts in the network namespace of ${part}, and there is no such part, or no image for a helper`,
					{
						code: 'NO_HELPER',
					},
				);
			}

			const container = await start({
				...specs.networkHelper(part, owner, images.netfault),
				ready: async (helping) => {
					await channelOf(helping).hello;
				},
			});
			const helper = networkHelper(part, container, channelOf(container), clock);
			await tryKernel(kernel, async (order) => await helper.run(order));
			if (nameService) await standBeforeNames(helper);
			return helper;
		}),
	);
	const links = plan.links.length === 0 ? null : await startLinks({links: plan.links, apps, specs, images, start, channelOf, clock});
	const gatewayFrom = monoNow();
	const gatewayContainer = await startGateway({
		kind,
		plan,
		start: async () =>
			await start({
				...specs.gateway(observer),
				ready: async (container) => {
					await gatewayServes(container, observed, gatewayWatch);
				},
			}),
	});
	const gatewayMs = monoNow() - gatewayFrom;
	const servers = plan.upstreams.flatMap((upstream) => {
		const container = apps.find(({part}) => part === upstream.name);
		return container === undefined ? [] : [{kind: serverOf(upstream), container}];
	});
	const upstreams = servers.map(({kind: {reloadSignal}, container}) =>
		runningUpstream({container, first: channelOf(container), watch: watchProcesses(container.part, clock), clock, reloadSignal}),
	);
	const owned = started.move();
	return {
		runtime,
		clock,
		driver,
		saturator,
		gatewayMs,
		gateway: runningGateway({
			kind,
			plan: plan.gateway,
			container: gatewayContainer,
			address: observer.address ?? 'gateway',
			watch: gatewayWatch,
			clock,
		}),
		upstreams,
		networkHelpers,
		links,
		reported: async (container, action, act) => await reported({container, action, act, runtime, clock}),
		killContainer: async (container) =>
			await reported({container, action: 'die', act: async () => await container.kill('SIGKILL'), runtime, clock}),
		async takeAddress(address, port) {
			owned.use(await startOtherService({runtime, image: images.app.reference, network: network.name, address, port}));
		},
		// The same part of an earlier topology may still be dying.
		engineEvents: () => events.filter(({containerId}) => containers.some(({id}) => id === containerId)),
		collect: async () => await collect({gateway: {kind, container: gatewayContainer}, upstreams: servers, clock}),
		[Symbol.asyncDispose]: async () => {
			await owned.disposeAsync();
		},
	};
}

function controlOf(container: RunningContainer): NonNullable<RunningContainer['control']> {
	if (container.control === null) {
		throw new GatequakeError(`${container.part} was started without its control channel`, {code: 'NO_CONTROL'});
	}

	return container.control;
}

/** The port is open for good: not for the moment in which the config check may open it. */
async function gatewayServes(container: RunningContainer, observer: LineChannel, watch: ProcessWatch): Promise<void> {
	const accepted = Promise.withResolvers<void>();
	let said = '';
	controlOf(container).onData((chunk) => {
		said += chunk.toString();
		if (said.includes(configAccepted)) {
			accepted.resolve();
		}
	});
	await accepted.promise;
	await observer.call({command: 'clock'});
	const closed = watch.last('port-closed');
	await watch.waitFor('port-open', closed === null ? Number.NEGATIVE_INFINITY : closed.atMs, 30_000);
}

async function portOpen(channel: LineChannel): Promise<void> {
	await channel.hello;
	const open = Promise.withResolvers<void>();
	channel.onEvent(({what}) => {
		if (what === 'port-open') {
			open.resolve();
		}
	});
	await open.promise;
}

/** A config that the gateway refuses is the user's to mend, and reaches them in the gateway's own words. */
async function startGateway({
	kind,
	plan,
	start,
}: {
	readonly kind: GatewayKind;
	readonly plan: RunPlan;
	readonly start: () => Promise<RunningContainer>;
}): Promise<RunningContainer> {
	try {
		return await start();
	} catch (error) {
		const words = error instanceof Error ? kind.explainRefusal(error.message, plan.gateway.config.text) : null;
		if (words === null) {
			throw error;
		}

		throw new GatequakeError(
			`${kind.name} refuses the config ${plan.gateway.config.file ?? `\`${plan.gateway.config.label}\``}: ${words}`,
			{
				code: 'CONFIG_REFUSED',
				exitCode: 2,
				cause: error,
			},
		);
	}
}
