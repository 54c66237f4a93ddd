// A kind of upstream of one's own: which image and command, and what its app can be ordered to do. Gatequake's supervisor is the first process
// in its container, so that every fault on processes and packets works on it; the app is in words/.
import path from 'node:path';
import {defineUpstream} from 'gatequake';
import type {Upstream, UpstreamOptions} from 'gatequake';

/** What scenarios write. */
export const words = (options: UpstreamOptions = {}): Upstream => ({...options, kind: 'words'});

export default defineUpstream({
	name: 'words',
	summary: 'a small HTTP app of our own',
	image: 'words-app',
	imageFolder: path.join(import.meta.dirname, 'words'),
	protocol: 'http',
	listens: ['tcp'],
	script: null,
	abilities: ['status'],
	orders: 'file',
	lacks: {
		workers: 'it is one process',
		requestTimeoutMs: 'it gives up no request by itself',
		graceMs: 'it ends at once',
		onTerm: 'it ends at once',
		data: 'it keeps nothing but its journal',
		tls: 'it speaks plain HTTP',
	},
	reloadSignal: null,
	hotRestartSignal: null,
	capabilities: [],
	files: () => [],
	command: () => ['node', '/opt/words/server.mjs'],
	readLogs: () => [],
});
