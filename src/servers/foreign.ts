// An upstream that is somebody else's: nothing is known of its app, no order reaches it, and it keeps no journal for Gatequake.
import type {ServerKind} from './server.ts';

export const foreign: ServerKind = {
	name: 'foreign',
	summary: 'an upstream of a stack of your own',
	// Never started.
	image: 'app',
	protocol: 'http',
	listens: ['tcp'],
	script: null,
	abilities: [],
	orders: 'file',
	lacks: {},
	reloadSignal: null,
	hotRestartSignal: null,
	capabilities: [],
	files: () => [],
	command: () => [],
	readLogs: () => [],
};
