// The byte-level server: answers and endings that no HTTP library gives. A RST needs TCP, so it listens nowhere else.
import {node} from './node.ts';
import type {ServerKind} from './server.ts';

export const bytes: ServerKind = {
	...node,
	name: 'bytes',
	summary: 'the byte-level server, for answers that no HTTP library gives',
	listens: ['tcp'],
	abilities: [...node.abilities, 'reset', 'close', 'close-reused', 'cut', 'malformed', 'raw', 'stop-reading'],
	lacks: {...node.lacks, pool: 'the byte-level server asks no database'},
	command: () => ['node', '/opt/gatequake/bin/bytes-app'],
};
