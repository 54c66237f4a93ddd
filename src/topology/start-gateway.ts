// Starts one gateway in the network namespace of its observer: the one under test, or one behind it.
import {GatequakeError} from '../error.ts';
import {configAccepted} from '../gateways/gateway.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import type {ContainerSpec, ImageInfo, RunningContainer} from '../runtime/runtime.ts';
import type {ConfigFile, GatewayPlan} from '../scenario/plan.ts';
import type {TopologySpecs} from './container-specs.ts';
import {controlOf} from './control-of.ts';
import type {LineChannel} from './line-channel.ts';
import {watchProcesses} from './process-watch.ts';
import type {ProcessWatch} from './process-watch.ts';
import {runningGateway} from './running-gateway.ts';
import type {RunningGateway, TimelineClock} from './topology.ts';

export interface GatewayToStart {
	readonly plan: GatewayPlan;
	readonly kind: GatewayKind;
	readonly image: ImageInfo;
	/** What lies beside a user's own config, and goes into the gateway's container with it. */
	readonly filesBeside: readonly ConfigFile[];
}

export interface GatewayParts {
	readonly gateway: GatewayToStart;
	readonly observer: RunningContainer;
	readonly specs: TopologySpecs;
	readonly start: (spec: ContainerSpec) => Promise<RunningContainer>;
	readonly channelOf: (container: RunningContainer) => LineChannel;
	readonly clock: TimelineClock;
}

/** Done when its port is open for good. @throws GatequakeError `CONFIG_REFUSED` with its own words. */
export async function startGateway({gateway, observer, specs, start, channelOf, clock}: GatewayParts): Promise<RunningGateway> {
	const {plan, kind} = gateway;
	const watch = watchProcesses(plan.part, clock);
	watch.follow(channelOf(observer));
	const container = await orRefusal(
		gateway,
		async () =>
			await start({
				...specs.gateway(gateway, observer),
				ready: async (starting) => {
					await gatewayServes(starting, channelOf(observer), watch);
				},
			}),
	);
	return runningGateway({kind, plan, container, address: observer.address ?? plan.part, watch, clock});
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

/** A config that the gateway refuses is the user's to mend, and reaches them in the gateway's own words. */
async function orRefusal({plan, kind}: GatewayToStart, start: () => Promise<RunningContainer>): Promise<RunningContainer> {
	try {
		return await start();
	} catch (error) {
		const words = error instanceof Error ? kind.explainRefusal(error.message, plan.config.text) : null;
		if (words === null) {
			throw error;
		}

		throw new GatequakeError(`${kind.name} refuses the config ${plan.config.file ?? `\`${plan.config.label}\``}: ${words}`, {
			code: 'CONFIG_REFUSED',
			exitCode: 2,
			cause: error,
		});
	}
}
