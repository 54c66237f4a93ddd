// A container that is well, or as the test wants it.
import type {ContainerFacts} from '../../src/runtime/container-facts.ts';

export function containerFacts(name: string, over: Partial<ContainerFacts> = {}): ContainerFacts {
	return {
		id: name,
		name,
		image: 'image',
		status: 'running',
		running: true,
		exitCode: 0,
		oomKilled: false,
		restarts: 0,
		startedAt: '2026-11-21T08:00:00Z',
		finishedAt: '0001-01-01T00:00:00Z',
		health: null,
		addresses: ['10.0.0.3'],
		mounts: [],
		workerUser: '1000:1000',
		processes: ['node app.js'],
		memory: {usedBytes: 10e6, limitBytes: 100e6, failures: 0},
		events: [],
		log: Buffer.alloc(0),
		namespace: {listening: [{address: '0.0.0.0', port: 8080}], asked: []},
		...over,
	};
}
