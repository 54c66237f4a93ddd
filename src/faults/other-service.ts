// The app is down, and another service has taken its port: it answers everything with 200. The gateway sees a host that is well, and its
// log is full of successes; only who reads the answers sees that they are not the app's.
import {string} from '../expectations/options.ts';
import {armed} from './armed.ts';
import {appPort} from './app-port.ts';
import type {Fault} from './fault.ts';
import {makeFault} from './make-fault.ts';
import {targetNetwork, targetUpstream} from './target.ts';

export interface OtherServiceOptions {
	/** Default `app1`. */
	readonly upstream?: string;
}

const answeredName = 'other-service.answered';
const portWithinMs = 5000;

/**
 * Another service answers on the app's port.
 * @example otherService()
 */
export function otherService(options: OtherServiceOptions = {}): Fault {
	const {upstream = 'app1'} = options;
	return makeFault({
		kind: 'other-service',
		options: {...options, upstream},
		checkers: {upstream: string},
		describe: `another service on the port of ${upstream}, which is down`,
		effect: {withinMs: 500, goneWithinMs: 5000},
		upstreams: [upstream],
		needsSupervisor: true,
		network: [{part: upstream, kernel: []}],
		async inject(context) {
			const {topology} = context;
			const target = targetUpstream(topology, upstream);
			const helper = targetNetwork(topology, upstream);
			const port = appPort(context, upstream);
			const killed = await target.kill('SIGKILL', null);
			await target.waitForPort('closed', killed.atMs, portWithinMs);
			const {atMs, uncertaintyMs} = await helper.otherService(port);
			return armed({
				effective: {atMs, uncertaintyMs},
				evidence: `another service listens on port ${port} of ${upstream}`,
				async clear() {
					const ended = await helper.otherService(null);
					await target.waitForPort('closed', ended.atMs, portWithinMs);
					await target.startApp();
					const open = await target.waitForPort('open', ended.atMs, portWithinMs);
					const source = `the other service on ${upstream}, by its own count`;
					context.record({
						kind: 'counter',
						atMs: ended.atMs,
						uncertaintyMs: ended.uncertaintyMs,
						part: upstream,
						name: answeredName,
						value: ended.held,
						source,
					});
					return {...open, evidence: `the kernel's socket table shows the port of ${upstream} open again, by the app`};
				},
				witness: ({events}) => {
					const counts = events
						.filter((event) => event.kind === 'counter')
						.filter(({part, name}) => part === upstream && name === answeredName);
					return {
						count: counts.reduce((sum, {value}) => sum + value, 0),
						unit: 'requests answered by the other service',
						evidence: counts.map(({source, value}) => `${source}: ${value} requests`),
					};
				},
			});
		},
	});
}
