// Brings a topology up in the order of its dependencies, and takes it down in reverse. Independent parts start side by side.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import {GatequakeError} from '../error.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {startLoadDriver} from '../load/driver.ts';
import type {LoadDriver} from '../load/driver.ts';
import {startSaturator} from '../load/saturator.ts';
import type {Saturator} from '../load/saturator.ts';
import type {ContainerSpec, EngineEvent, ImageInfo, RunningContainer, Runtime} from '../runtime/runtime.ts';
import type {ConfigFile, GatewayPlan, RunPlan} from '../scenario/plan.ts';
import {serverOf} from '../servers/servers.ts';
import type {Timeline} from '../timeline/timeline.ts';
import {allOrNothing} from './all-or-nothing.ts';
import {collect} from './collect.ts';
import {containerSpecs, observerPart} from './container-specs.ts';
import {controlOf} from './control-of.ts';
import {openLineChannel} from './line-channel.ts';
import type {LineChannel} from './line-channel.ts';
import {tryKernel} from './kernel-features.ts';
import {networkHelper, standBeforeNames} from './network-helper.ts';
import {startOtherService} from './other-service.ts';
import {watchProcesses} from './process-watch.ts';
import {startGateway} from './start-gateway.ts';
import type {GatewayToStart} from './start-gateway.ts';
import {startDatabase} from './start-database.ts';
import {startLinks} from './start-links.ts';
import {runningUpstream} from './running-upstream.ts';
import {timelineClock} from './timeline-clock.ts';
import {reported} from './reported.ts';
import type {RunningGateway, RunningTopology} from './topology.ts';

export interface TopologyImages {
	readonly gateway: ImageInfo;
	/** Of the gateways behind it, as the plan has them. */
	readonly inner: readonly ImageInfo[];
	readonly app: ImageInfo;
	readonly loadgen: ImageInfo;
	/** Of the kinds of upstreams, by the image's name. */
	readonly servers: ReadonlyMap<string, ImageInfo>;
	/** Null where the plan's fault acts in no network namespace, and there is no link. */
	readonly netfault: ImageInfo | null;
	/** Null where PM2 manages no upstream of the plan. */
	readonly pm2: ImageInfo | null;
	/** Null where the plan has no database: node-postgres beside the apps, and the server. */
	readonly pg: ImageInfo | null;
	readonly postgres: ImageInfo | null;
	/** Null where the plan has no link. */
	readonly toxiproxy: ImageInfo | null;
}

export interface TopologyParts {
	readonly runtime: Runtime;
	readonly plan: RunPlan;
	readonly kind: GatewayKind;
	/** Of the gateways behind it, as the plan has them. */
	readonly innerKinds: readonly GatewayKind[];
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
	/** Where load goes. */
	readonly target: {readonly host: string; readonly port: number; readonly hostField?: string};
	/** What it found that it did not start, by part. */
	readonly parts: Timeline['parts'];
	/** Time from asking for the gateway's container to its open port. */
	readonly gatewayMs: number;
	/** Sentences about what befell its containers so far that neither the harness nor a fault has done; nothing can be said of a fault then. */
	disturbances(): readonly string[];
}

/**
 * @throws GatequakeError `CONFIG_REFUSED` (exit code 2) with the gateway's own words and the offending line, or whatever a part that
 * would not start said last. What was started by then is gone when this throws.
 */
export async function startTopology({
	runtime,
	plan,
	kind,
	innerKinds,
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
	const specs = containerSpecs({plan, images, network: network.name, sockets: sockets?.name ?? null});
	const under = {plan: plan.gateway, kind, image: images.gateway, filesBeside};
	const behind = plan.inner.map((innerPlan, index) => innerGateway(innerPlan, innerKinds[index], images.inner[index]));

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
		...specs.observers.map(
			async (spec) =>
				await start({
					...spec,
					ready: async (container) => {
						await channelOf(container).hello;
					},
				}),
		),
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
	const observers = partsOf(specs.observers);
	const observerOf = (gateway: GatewayPlan): RunningContainer => {
		const observer = observers.find(({part}) => part === observerPart(gateway));
		if (observer === undefined) {
			throw new GatequakeError(`the topology started without the observer of ${gateway.part}`, {code: 'NO_PART'});
		}

		return observer;
	};
	const apps = partsOf(specs.upstreams);
	const driver = await startLoadDriver(new Map(partsOf(specs.generators).map((container) => [container.part, controlOf(container)])), {
		signal,
	});
	const [saturating] = partsOf(specs.saturators);
	const saturator = saturating === undefined ? null : await startSaturator(controlOf(saturating), {part: saturating.part, signal});
	const {pair, offsetMs, uncertaintyMs} = await driver.clock();
	const clock = timelineClock({origin: pair, offsetMs, uncertaintyMs, monoNow});
	const networkHelpers = await allOrNothing(
		(plan.fault?.needs.network ?? []).map(async ({part, kernel, nameService = false}) => {
			const gateway = [plan.gateway, ...plan.inner].find((candidate) => candidate.part === part);
			const owner = gateway === undefined ? apps.find((app) => app.part === part) : observerOf(gateway);
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
	const database = plan.database === null ? null : await startDatabase({database: plan.database, specs, images, start, channelOf, clock});
	const startOne = async (toStart: GatewayToStart): Promise<StartedGateway> => ({
		kind: toStart.kind,
		running: await startGateway({gateway: toStart, observer: observerOf(toStart.plan), specs, start, channelOf, clock}),
	});
	// From the innermost: some gateways look at their upstreams when they start.
	const inner: StartedGateway[] = [];
	for (const toStart of behind.toReversed()) {
		inner.unshift(await startOne(toStart));
	}

	const gatewayFrom = monoNow();
	const gateway = await startOne(under);
	const gatewayMs = monoNow() - gatewayFrom;
	const servers = plan.upstreams.flatMap((upstream) => {
		const container = apps.find(({part}) => part === upstream.name);
		return container === undefined ? [] : [{kind: serverOf(upstream), container, port: upstream.port}];
	});
	const upstreams = servers.map(({kind: server, container, port}) =>
		runningUpstream({container, port, first: channelOf(container), watch: watchProcesses(container.part, clock), clock, server}),
	);
	const owned = started.move();
	return {
		runtime,
		clock,
		driver,
		saturator,
		disturbances: () => [],
		gatewayMs,
		target: {host: gateway.running.address, port: plan.gateway.port},
		parts: {},
		gateway: gateway.running,
		inner: inner.map(({running}) => running),
		upstreams,
		networkHelpers,
		links,
		database,
		reported: async (container, action, act) => await reported({container, action, act, runtime, clock}),
		killContainer: async (container) =>
			await reported({container, action: 'die', act: async () => await container.kill('SIGKILL'), runtime, clock}),
		async takeAddress(address, port) {
			owned.use(await startOtherService({runtime, image: images.app.reference, network: network.name, address, port}));
		},
		// The same part of an earlier topology may still be dying.
		engineEvents: () =>
			containers.flatMap(({id, addresses}) =>
				withAddresses(
					events.filter(({containerId}) => containerId === id),
					addresses,
				),
			),
		collect: async () =>
			await collect({
				gateways: [gateway, ...inner].map(({kind: kindOf, running: {container}}) => ({kind: kindOf, container})),
				upstreams: servers,
				database: database?.container ?? null,
				clock,
			}),
		[Symbol.asyncDispose]: async () => {
			await owned.disposeAsync();
		},
	};
}

interface StartedGateway {
	readonly kind: GatewayKind;
	readonly running: RunningGateway;
}

function innerGateway(plan: GatewayPlan, kind: GatewayKind | undefined, image: ImageInfo | undefined): GatewayToStart {
	if (kind === undefined || image === undefined) {
		throw new GatequakeError(`the plan has the gateway ${plan.part}, and its kind or its image was not given`, {code: 'NO_PART'});
	}

	return {plan, kind, image, filesBeside: []};
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

/** The first start got the first of these addresses, and so on. */
function withAddresses(events: readonly EngineEvent[], addresses: readonly (string | null)[]): ReturnType<RunningTopology['engineEvents']> {
	let starts = 0;
	return events.map((event) => {
		const address = event.action === 'start' ? (addresses[starts++] ?? null) : null;
		return address === null ? event : {...event, address};
	});
}
