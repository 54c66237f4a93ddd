// Upstreams and the gateway of a stack that is not ours, as faults see them: what the engine and the kernel can do, they can; what a program
// inside them would have to do is refused. Faults that need that are refused before anything is started.
import {GatequakeError} from '../error.ts';
import type {RunningContainer} from '../runtime/runtime.ts';
import type {ForeignPart} from './foreign-part.ts';
import {isAddress} from './socket-lines.ts';
import type {SocketLine} from './socket-lines.ts';
import type {StackTarget} from './stack-target.ts';
import type {RunningGateway, RunningUpstream} from './topology.ts';

const startTimeoutMs = 30_000;

/** `gateway`: null where it has no container here. */
export function foreignUpstream(part: ForeignPart, gateway: ForeignPart | null): RunningUpstream {
	const {name, attached, port} = part;
	const {container} = attached;
	const no = refusals(name);
	return {
		name,
		container,
		port,
		addresses: async () => await addressesOf(part),
		async connections() {
			const own = await part.sockets();
			const toIt = own.lines.filter((line) => line.localPort === port && !line.isListening && !line.isLoopback);
			// Whoever ends a connection first has its last trace.
			const addresses = await addressesOf(part);
			const toAny = ({remote, remotePort}: SocketLine) => remotePort === port && addresses.some((address) => isAddress(remote, address));
			const others = gateway === null ? [] : (await gateway.sockets()).lines.filter(toAny);
			return {...own, value: toIt.length + others.length, source: `${own.source}${gateway === null ? '' : ', and of the gateway'}`};
		},
		events: () => [],
		waitForPort: async (state, sinceMs, timeoutMs) => await part.waitForPort(state, sinceMs, timeoutMs),
		async counters() {
			const {throttledPeriods} = await attached.counters();
			return throttledPeriods === null
				? {counters: {}, sources: {}}
				: {counters: {'cpu.throttled': throttledPeriods}, sources: {'cpu.throttled': `the engine's reading of the cgroup of ${name}`}};
		},
		async restartContainer() {
			const from = await part.sockets();
			await container.start();
			return await part.waitForPort('open', from.atMs, startTimeoutMs);
		},
		kill: no,
		stop: no,
		setFlaw: no,
		inspectApp: no,
		limitFiles: no,
		fillData: no,
		signal: no,
		reload: no,
		changeSocket: no,
		startApp: no,
		waitForEvent: no,
		behave: no,
		leak: no,
		stopLeak: no,
	};
}

export function foreignGateway(part: ForeignPart | null, {address}: StackTarget): RunningGateway {
	const no = refusals('gateway');
	return {
		container: part?.attached.container ?? noContainer('gateway'),
		address,
		addresses: async () => (part === null ? [address] : await addressesOf(part)),
		reload: no,
		async waitForPort(state, sinceMs, timeoutMs) {
			if (part === null) return await no();
			const seen = await part.waitForPort(state, sinceMs, timeoutMs);
			const {address: now} = part.attached.container;
			if (
				state === 'open' &&
				now !== null &&
				now !== address &&
				(await part.attached.look()).networks.every((network) => network.address !== address)
			) {
				throw new GatequakeError(`expected the gateway to come back at ${address}, and it is at ${now}: load still goes to the old one`, {
					code: 'ADDRESS_CHANGED',
				});
			}

			return seen;
		},
		events: () => [],
		isServing: () => true,
		workers: async () => [],
		signalWorker: no,
		takeMemory: no,
	};
}

async function addressesOf({attached}: ForeignPart): Promise<readonly string[]> {
	return (await attached.look()).networks.map(({address}) => address).filter((address) => address !== '');
}

/** Of a gateway that has none here. */
function noContainer(part: string): RunningContainer {
	const no = refusals(part);
	return {
		id: 'none',
		part,
		address: null,
		addresses: [],
		control: null,
		inspect: no,
		kill: no,
		start: no,
		stop: no,
		pause: no,
		unpause: no,
		update: no,
		exec: no,
		putFiles: no,
		readFiles: no,
		logs: no,
		[Symbol.asyncDispose]: async () => {},
	};
}

function refusals(name: string): () => Promise<never> {
	return async () => {
		throw new GatequakeError(`expected a program of Gatequake's in the container of ${name}, and the container is not ours`, {
			code: 'NOT_OURS',
			exitCode: 2,
			hint: 'docs/your-own-stack.md says which faults can be used on a stack of your own',
		});
	};
}
