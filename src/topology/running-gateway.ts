// The gateway of a started topology: reloads, and its listening socket as its observer sees it.
import type {GatewayKind} from '../gateways/gateway.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {GatewayPlan, UpstreamPlan} from '../scenario/plan.ts';
import type {ProcessWatch} from './process-watch.ts';
import {instantOf} from './running-upstream.ts';
import type {RunningGateway, TimelineClock} from './topology.ts';

export interface GatewayParts {
	readonly kind: GatewayKind;
	readonly plan: GatewayPlan;
	readonly upstreams: readonly UpstreamPlan[];
	readonly container: RunningContainer;
	readonly address: string;
	readonly watch: ProcessWatch;
	readonly clock: TimelineClock;
}

export function runningGateway({kind, plan, upstreams, container, address, watch, clock}: GatewayParts): RunningGateway {
	return {
		container,
		address,
		async reload(names) {
			if (plan.config.file === null) {
				const content = kind.render({
					options: plan.options,
					upstreams: upstreams.filter(({name}) => names.includes(name)),
					port: plan.port,
				});
				await container.putFiles([{path: kind.configPath, content}]);
			}

			const asked = clock.now();
			await container.kill(kind.reloadSignal);
			const done = clock.now();
			return {atMs: (asked.atMs + done.atMs) / 2, uncertaintyMs: (done.atMs - asked.atMs) / 2 + done.uncertaintyMs};
		},
		waitForPort: async (state, sinceMs, timeoutMs) =>
			instantOf(await watch.waitFor(state === 'open' ? 'port-open' : 'port-closed', sinceMs, timeoutMs)),
		events: () => watch.events,
	};
}
