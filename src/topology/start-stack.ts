// Joins a stack that is not ours: a load generator on its network, a helper beside each container that the scenario names, and nothing in
// them. Of the stack itself only a compose project that this run started is taken down again.
import {AsyncDisposableStack} from '@whatwg-node/disposablestack';
import {GatequakeError} from '../error.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {startLoadDriver} from '../load/driver.ts';
import type {ContainerSpec, EngineEvent, ForeignContainer, ImageInfo, OtherEngine, RunningContainer, Runtime} from '../runtime/runtime.ts';
import type {RunPlan, StackPlan} from '../scenario/plan.ts';
import {allOrNothing} from './all-or-nothing.ts';
import {checkReach, checkSubnets} from './check-generators.ts';
import {helperSpec, generatorSpec} from './container-specs.ts';
import {controlOf} from './control-of.ts';
import {foreignGateway, foreignUpstream} from './foreign-parts.ts';
import {foreignPart} from './foreign-part.ts';
import type {ForeignPart} from './foreign-part.ts';
import {tryKernel} from './kernel-features.ts';
import {openLineChannel} from './line-channel.ts';
import {networkHelper} from './network-helper.ts';
import {disturbanceOf, ownActs} from './own-acts.ts';
import type {OwnActs} from './own-acts.ts';
import {reported} from './reported.ts';
import {stackTarget} from './stack-target.ts';
import type {Permission, StackTarget} from './stack-target.ts';
import type {StartedTopology} from './start-topology.ts';
import {timelineClock} from './timeline-clock.ts';
import type {NetworkHelper, TimelineClock} from './topology.ts';

export interface StackImages {
	readonly loadgen: ImageInfo;
	/** Of the helpers. */
	readonly netfault: ImageInfo;
}

export interface StackParts {
	readonly runtime: Runtime;
	readonly plan: RunPlan & {readonly stack: StackPlan};
	readonly kind: GatewayKind;
	readonly images: StackImages;
	readonly label: string;
	readonly permission: Permission;
	/** Where generators stand beside the run's own. */
	readonly others: readonly OtherEngine[];
	readonly monoNow: () => number;
	readonly signal: AbortSignal;
}

/** @throws GatequakeError with exit code 2 where the stack is not as the scenario says, or load may not go there; nothing of it was touched then. */
export async function startStack({
	runtime,
	plan,
	kind,
	images,
	label,
	permission,
	others,
	monoNow,
	signal,
}: StackParts): Promise<StartedTopology> {
	await using started = new AsyncDisposableStack();
	const {stack} = plan;
	const events: EngineEvent[] = [];
	const acts = ownActs();
	started.adopt(
		runtime.onEvent((event) => {
			events.push(event);
			acts.saw(event);
		}),
		(subscribed) => {
			subscribed.dispose();
		},
	);
	const containers =
		stack.composeFile === null ? stack.containers : started.use(await runtime.compose(stack.composeFile, stack.containers)).containers;
	const attached = new Map(
		await allOrNothing(
			Object.entries(containers).map(async ([part, name]) => [part, acts.through(await runtime.attach(name, part))] as const),
		),
	);
	if (stack.by !== 'compose') started.defer(async () => await stillRun([...attached.values()], acts));
	const gatewayContainer = attached.get('gateway') ?? null;
	const target = await stackTarget({
		url: stack.url,
		gateway: gatewayContainer?.facts ?? null,
		names: Object.values(stack.containers).slice(0, gatewayContainer === null ? 0 : 1),
		permission,
		fromElsewhere: others.length > 0,
	});
	await checkSubnets(target, others);

	// Open as long as the stack is joined: a container that is started again gets another helper.
	const beside = started.use(new AsyncDisposableStack());
	const start = async (spec: ContainerSpec): Promise<RunningContainer> => beside.use(await runtime.startContainer(spec));
	const network = target.network ?? beside.use(await runtime.createNetwork(label, 'open')).name;
	const own = Array.from({length: plan.load.generators}, (_, index) => generator(index, images.loadgen, network));
	const elsewhere = others.map((other, index) => ({other, spec: generator(own.length + index, images.loadgen, network)}));
	const generators = await allOrNothing([
		...own.map(start),
		...elsewhere.map(async ({other, spec}) => beside.use(await other.startContainer(spec))),
	]);
	const driver = await startLoadDriver(new Map(generators.map((container) => [container.part, controlOf(container)])), {
		signal,
		...(others.length === 0 ? {} : {machines: new Map(elsewhere.map(({other, spec}) => [spec.part, other.name]))}),
	});
	if (others.length > 0) await checkReach(driver, target, plan.load);
	const {pair, offsetMs, uncertaintyMs} = await driver.clock();
	const clock = timelineClock({origin: pair, offsetMs, uncertaintyMs, monoNow});
	const parts = await allOrNothing(
		[...attached].map(
			async ([name, container]) =>
				await orEnded(
					container,
					foreignPart({
						name,
						attached: container,
						port: givenPort(plan, name, target, container),
						clock,
						startHelper: async () => await startHelper({name, container, plan, image: images.netfault, start, clock}),
					}),
				),
		),
	);
	// Before the helpers go, which know how.
	started.defer(async () => await runtime.takeBack());
	const gateway = parts.find(({name}) => name === 'gateway') ?? null;
	const upstreams = parts.filter(({name}) => name !== 'gateway').map((part) => foreignUpstream(part, gateway));
	const running = foreignGateway(gateway, target);
	const ids = new Set([...attached.values()].map(({container}) => container.id));
	const owned = started.move();
	return {
		runtime,
		clock,
		driver,
		saturator: null,
		database: null,
		gatewayMs: 0,
		target: {host: target.address, port: target.port, hostField: target.hostField},
		parts: Object.fromEntries([...attached].map(([part, {facts}]) => [part, facts.image])),
		gateway: running,
		inner: [],
		upstreams,
		networkHelpers: parts.map(currentHelper),
		links: null,
		reported: async (container, action, act) => await reported({container, action, act, runtime, clock}),
		killContainer: async (container) =>
			await reported({container, action: 'die', act: async () => await container.kill('SIGKILL'), runtime, clock}),
		async takeAddress() {
			throw new GatequakeError('expected a topology of Gatequake’s, and this stack is not', {code: 'NOT_OURS'});
		},
		engineEvents: () => events.filter(({containerId}) => ids.has(containerId)),
		disturbances: () => disturbancesOf([...attached.values()], acts, clock),
		collect: async () => await collectLog(kind, gatewayContainer, clock),
		[Symbol.asyncDispose]: async () => {
			await owned.disposeAsync();
		},
	};
}

/** The instrument goes first when the cores are short. */
function generator(index: number, image: ImageInfo, network: string): ContainerSpec & {readonly cpuShares: number} {
	const part = index === 0 ? 'loadgen' : `loadgen${index + 1}`;
	const cpuShares = 8192;
	return {...generatorSpec({part, cpuShares, aliases: []}, image, network), cpuShares};
}

function givenPort({upstreams}: RunPlan, name: string, {address, port}: StackTarget, {facts}: ForeignContainer): number | null {
	if (name === 'gateway') return facts.networks.some((network) => network.address === address) ? port : null;
	const given = upstreams.find((upstream) => upstream.name === name)?.port ?? 0;
	return given === 0 ? null : given;
}

/** What ended in the meantime is why it could not be joined. */
async function orEnded<Value>(container: ForeignContainer, joining: Promise<Value>): Promise<Value> {
	try {
		return await joining;
	} catch (error) {
		await container.mustRun();
		throw error;
	}
}

interface HelperParts {
	readonly name: string;
	readonly container: ForeignContainer;
	readonly plan: RunPlan;
	readonly image: ImageInfo;
	readonly start: (spec: ContainerSpec) => Promise<RunningContainer>;
	readonly clock: TimelineClock;
}

/** With a capability only where the fault changes something there. */
async function startHelper({name, container, plan, image, start, clock}: HelperParts): Promise<NetworkHelper> {
	const kernel = plan.fault?.needs.network.filter(({part}) => part === name).flatMap((need) => need.kernel) ?? [];
	const {capabilities, ...spec} = helperSpec(name, container.container, image);
	const helping = await start({...spec, ...(kernel.length === 0 ? {} : {capabilities: capabilities ?? []})});
	const channel = openLineChannel(helping.part, controlOf(helping));
	await channel.hello;
	const helper = networkHelper(name, helping, channel, clock);
	await tryKernel(kernel, async (order) => await helper.run(order));
	return helper;
}

/** A fault keeps what it was given, and the part may get another helper. */
function currentHelper(part: ForeignPart): NetworkHelper {
	return {
		part: part.name,
		get container() {
			return part.helper.container;
		},
		run: async (order) => await part.helper.run(order),
		crowd: async (order) => await part.helper.crowd(order),
		otherService: async (port) => await part.helper.otherService(port),
		nameService: async (habit, forMs) => await part.helper.nameService(habit, forMs),
		holdPorts: async (range) => await part.helper.holdPorts(range),
	};
}

async function collectLog(
	kind: GatewayKind,
	gateway: ForeignContainer | null,
	clock: TimelineClock,
): ReturnType<StartedTopology['collect']> {
	if (gateway === null) return {events: [], logs: new Map()};
	const text = await gateway.logsSince(Date.parse(clock.startedAt));
	// Its log has lines of earlier loads, too, with the same numbers of requests.
	const events = kind.readLogs(new Map([['gateway.log', text]]), clock).filter(({atMs}) => atMs > -1000);
	return {events, logs: new Map([['gateway.log', text]])};
}

function disturbancesOf(attached: readonly ForeignContainer[], acts: OwnActs, clock: TimelineClock): readonly string[] {
	return attached.flatMap(
		({container, facts}) => disturbanceOf(facts.name, acts.others().get(container.id) ?? [], ({wallMs}) => clock.fromWallMs(wallMs)) ?? [],
	);
}

/** What was found running is left running. What somebody else has ended is theirs. */
async function stillRun(attached: readonly ForeignContainer[], acts: OwnActs): Promise<void> {
	const ours = attached.filter(({container}) => (acts.others().get(container.id) ?? []).length === 0);
	const now = await Promise.all(ours.map(async (container) => await container.look()));
	const other = now
		.filter(({running, paused}) => !running || paused)
		.map(({name, paused}) => `${name} ${paused ? 'is paused' : 'does not run'}`);
	if (other.length > 0) {
		throw new GatequakeError(`expected your containers to run as they did before, and ${other.join(', ')}`, {
			code: 'LEFT_OTHERWISE',
			hint: '`docker events` says what happened to them',
		});
	}
}
