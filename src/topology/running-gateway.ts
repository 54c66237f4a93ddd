// The gateway of a started topology: reloads, and its listening socket as its observer sees it.
import {GatequakeError} from '../error.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {GatewayPlan} from '../scenario/plan.ts';
import type {ProcessWatch} from './process-watch.ts';
import {instantOf} from './running-upstream.ts';
import type {Instant} from '../timeline/timeline.ts';
import type {GatewayWorker, RunningGateway, TimelineClock} from './topology.ts';

/** A GB takes a second or two. */
const takesMemoryMs = 20_000;

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
		addresses: async () => [address],
		async reload({options: changed = {}, ports = {}}) {
			if (plan.config.file === null) {
				const options = {...plan.options, ...changed};
				const upstreams = plan.endpoints
					.filter(({name}) => options.upstreams.includes(name))
					.map((endpoint) => ({...endpoint, port: ports[endpoint.name] ?? endpoint.port}));
				await container.putFiles(kind.render({options, upstreams, port: plan.port}));
			}

			const asked = clock.now();
			await takeOver(kind, container);
			const done = clock.now();
			return between(asked, done);
		},
		waitForPort: async (state, sinceMs, timeoutMs) =>
			instantOf(await watch.waitFor(state === 'open' ? 'port-open' : 'port-closed', sinceMs, timeoutMs)),
		events: () => watch.events,
		isServing: () => (watch.last('port-open')?.atMs ?? 0) > (watch.last('port-closed')?.atMs ?? Number.NEGATIVE_INFINITY),
		workers: async () => (kind.workers === undefined ? [] : await workersOf(container, kind.workers)),
		async signalWorker(pid, signal) {
			const asked = clock.now();
			const {exitCode, stderr} = await container.exec(['sh', '-c', `kill -s ${signal.replace(/^SIG/, '')} ${pid}`]);
			const done = clock.now();
			if (exitCode !== 0) {
				throw new GatequakeError(`worker ${pid} of ${kind.name} could not be sent ${signal}: ${stderr.trim()}`, {code: 'NO_TARGET'});
			}

			return between(asked, done);
		},
		takeMemory: async () => await takeMemory(container),
	};
}

function between(asked: Instant, done: Instant): Instant {
	return {atMs: (asked.atMs + done.atMs) / 2, uncertaintyMs: (done.atMs - asked.atMs) / 2 + done.uncertaintyMs};
}

/** Children of the first process, with one of these names. */
async function workersOf(container: RunningContainer, names: readonly string[]): Promise<readonly GatewayWorker[]> {
	const script = [
		'for folder in /proc/[0-9]*; do',
		"	{ read -r _ word _ <$folder/status; parent=$(grep '^PPid:' $folder/status); } 2>/dev/null || continue",
		`	case $word in ${names.join('|')}) ;; *) continue ;; esac`,
		`	[ "\${parent#PPid:?}" = 1 ] || continue`,
		'	state=$(grep "^State:" $folder/status); switches=0',
		'	for count in $(cat $folder/task/*/status | grep "^voluntary_ctxt_switches:" | cut -f 2); do switches=$((switches + count)); done',
		'	echo "${folder#/proc/} ${state#State:?} $switches"',
		'done',
	];
	const {stdout} = await container.exec(['sh', '-c', script.join('\n')]);
	return [...stdout.matchAll(/^(\d+) (\w) .*?(\d+)$/gm)].map(([, pid, state = '', switches]) => ({
		pid: Number(pid),
		state,
		switches: Number(switches),
	}));
}

/** The helper's own end tells nothing: it may be killed before or after the gateway, and its container with it. */
async function takeMemory(container: RunningContainer): Promise<void> {
	const {exitCode, stderr} = await container.exec(['sh', '-c', 'echo 1000 >/proc/1/oom_score_adj']);
	if (exitCode !== 0) {
		throw new GatequakeError(`the kernel's choice of whom to kill for memory could not be changed: ${stderr.trim()}`, {
			code: 'NO_CAPABILITY',
		});
	}

	void container.exec(['sh', '-c', 'exec tail /dev/zero'], takesMemoryMs).catch(() => {});
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
