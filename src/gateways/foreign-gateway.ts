// A gateway that is somebody else's, as a kind: it is never started and never told anything. Its log can be read where it is known what it is.
import {GatequakeError} from '../error.ts';
import {edgeDialects} from './edge-dialects.ts';
import type {GatewayKind} from './gateway.ts';

/** `software`: what it is, of `known` or of the edges; undefined where that is not told. */
export function foreignGateway(software: string | undefined, known: Readonly<Record<string, GatewayKind>>): GatewayKind {
	const kind = software === undefined ? undefined : known[software];
	return {
		name: software ?? 'foreign',
		image: 'foreign',
		port: 80,
		configPath: '/',
		logDirectory: kind?.logDirectory ?? '/var/log/gateway',
		render: () => [{path: '/', content: ''}],
		portOf: () => null,
		command: notOurs,
		explainRefusal: () => null,
		reload: {signal: 'SIGHUP'},
		capabilities: [],
		lacks: {},
		semantics: kind?.semantics ?? edgeDialects[software ?? '']?.semantics ?? {},
		readLogs: (files, clock) => kind?.readLogs(files, clock) ?? [],
	};
}

function notOurs(): never {
	throw new GatequakeError('expected a gateway of Gatequake’s to start, and this one is somebody else’s', {code: 'NOT_OURS'});
}
