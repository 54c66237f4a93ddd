// The gateway of a started topology: reloads, and its listening socket as its observer sees it.
import {GatequakeError} from '../error.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {GatewayPlan} from '../scenario/plan.ts';
import type {ProcessWatch} from './process-watch.ts';
import {instantOf} from './running-upstream.ts';
import type {RunningGateway, TimelineClock} from './topology.ts';

export interface GatewayParts {
	readonly kind: GatewayKind;
	readonly plan: GatewayPlan;
	readonly container: RunningContainer;
	readonly address: string;
	readonly watch: ProcessWatch;
	readonly clock: TimelineClock;
}

export function runningGateway({kind, plan, container, address, watch, clock}: GatewayParts): RunningGateway {
	return {
		container,
		address,
		async reload(names) {
			if (plan.config.file === null) {
				await container.putFiles(
					kind.render({
						options: {...plan.options, upstreams: names},
						upstreams: plan.endpoints.filter(({name}) => names.includes(name)),
						port: plan.port,
					}),
				);
			}

			const asked = clock.now();
			await takeOver(kind, container);
			const done = clock.now();
			return {atMs: (asked.atMs + done.atMs) / 2, uncertaintyMs: (done.atMs - asked.atMs) / 2 + done.uncertaintyMs};
		},
		waitForPort: async (state, sinceMs, timeoutMs) =>
			instantOf(await watch.waitFor(state === 'open' ? 'port-open' : 'port-closed', sinceMs, timeoutMs)),
		events: () => watch.events,
	};
}

async function takeOver({name, reload}: GatewayKind, container: RunningContainer): Promise<void> {
	if ('signal' in reload) {
		await container.kill(reload.signal);
		return;
	}

	const {exitCode, stdout, stderr} = await container.exec(reload.command);
	if (exitCode !== 0) {
		throw new GatequakeError(
			`${name} did not take its new config over: \`${reload.command.join(' ')}\` ended with ${exitCode}: ${stderr || stdout}`,
			{
				code: 'RELOAD_FAILED',
			},
		);
	}
}
