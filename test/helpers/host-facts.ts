// A machine that is well, or as the test wants it.
import type {HostFacts} from '../../src/runtime/host-facts.ts';

export function hostFacts(over: Partial<HostFacts> = {}): HostFacts {
	const startedAt = '2026-11-20T08:00:00.000Z';
	return {
		host: 'web1',
		at: '2026-11-21T08:00:00.000Z',
		gateway: 'nginx',
		processes: [
			{
				pid: 9,
				command: 'nginx: master process nginx',
				isGateway: true,
				startedAt,
				unit: 'nginx.service',
				descriptors: {open: 10, limit: 1024},
			},
			{pid: 12, command: 'node app.js', isGateway: false, startedAt, unit: 'app.service', descriptors: null},
		],
		sockets: [
			{address: '0.0.0.0', port: 80, pid: 9},
			{address: '127.0.0.1', port: 3000, pid: 12},
		],
		memory: {availableBytes: 2e9, totalBytes: 4e9},
		units: [{id: 'app.service', state: 'active', subState: 'running', result: 'success', restarts: 0, exitStatus: 0, mainPid: 12}],
		config: {command: 'nginx -T', text: ''},
		logs: [],
		asked: [{target: '127.0.0.1:3000', addresses: ['127.0.0.1'], status: 200, error: null, tookMs: 2}],
		notSeen: [],
		...over,
	};
}
