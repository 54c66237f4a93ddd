// Diagnoses recorded runs from their gateway's log files alone, and says how often the first cause is the fault that was injected.
// The recordings are runs of the shipped scenarios, thinned to a part of their requests; the truth is the fault of the run's plan.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import type {LogDiagnosis} from '../../src/diagnosis/log-diagnosis.ts';
import type {LogOwner} from '../../src/diagnosis/log-owner.ts';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import {projectFolder} from './source-file.ts';

export const recordedGateways = [
	'nginx',
	'haproxy',
	'httpd',
	'envoy',
	'caddy',
	'traefik',
	'varnish',
] as const satisfies readonly LogOwner[];
export type RecordedGateway = (typeof recordedGateways)[number];

interface Recording {
	readonly scenario: string;
	/** Kind of the fault that was injected; null for none. */
	readonly fault: string | null;
	readonly files: Readonly<Record<string, string>>;
}

export interface ScoredRun {
	readonly gateway: RecordedGateway;
	readonly scenario: string;
	readonly fault: string | null;
	/** Id and neutral cause of the first cause; `none`. */
	readonly first: string;
	readonly right: boolean;
	readonly among3: boolean;
}

/**
 * What a log can say of each fault: the neutral cause, or the id of a cause that no line names. Several where the gateway cannot tell
 * them apart, or where the fault has several faces: a container that is gone is dropped packets, then no route, then no name.
 */
const truth: Readonly<Record<string, readonly string[]>> = {
	none: ['none'],
	'gateway-reload': ['none'],
	kill: ['connection_refused'],
	'kill-container': ['connection_timeout', 'destination_ip_unroutable', 'dns_timeout', 'dns_error'],
	'new-address': ['connection_timeout', 'destination_ip_unroutable', 'connection_refused'],
	oom: ['connection_refused', 'connection_terminated'],
	reset: ['connection_terminated'],
	close: ['connection_terminated'],
	'close-reused': ['connection_terminated'],
	'reset-established': ['connection_terminated'],
	'cut-body': ['http_response_incomplete'],
	// `hang` before the headers, or in the middle of a body.
	hang: ['http_response_timeout', 'connection_read_timeout'],
	'slow-first-byte': ['http_response_timeout'],
	'stop-reading': ['connection_write_timeout', 'http_response_timeout'],
	'huge-headers': ['http_response_header_section_size', 'http_protocol_error'],
	'bad-chunk': ['http_response_transfer_coding', 'http_response_incomplete'],
	'bad-header': ['http_protocol_error'],
	'conflicting-lengths': ['http_protocol_error'],
	'not-http': ['http_protocol_error'],
	reject: ['connection_refused', 'destination_ip_unroutable'],
	drop: ['connection_timeout'],
	'backlog-full': ['connection_timeout'],
	'ports-exhausted': ['proxy_internal_error'],
	'socket-missing': ['destination_unavailable'],
	'gateway-kill': ['gateway-started-anew'],
	'app-status': ['app-answered'],
};

export async function scoreRecorded(gateway: RecordedGateway): Promise<readonly ScoredRun[]> {
	const file = path.join(projectFolder, `test/fixtures/diagnosis/recorded/${gateway}.json.gz`);
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Our own file.
	const {runs} = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {readonly runs: readonly Recording[]};
	return await Promise.all(
		runs.map(async ({scenario, fault, files}) => {
			const {causes} = await diagnoseRecording(gateway, files);
			const accepted = truth[fault ?? 'none'] ?? [];
			const names = causes.map(({id, cause}) => [id, cause ?? '']);
			const isRight = (name: readonly string[] | undefined) => (name ?? ['none']).some((word) => accepted.includes(word));
			return {
				gateway,
				scenario,
				fault,
				first: names[0]?.join(' ') ?? 'none',
				right: isRight(names[0]),
				among3: names.length === 0 ? isRight(undefined) : names.slice(0, 3).some(isRight),
			};
		}),
	);
}

async function diagnoseRecording(gateway: RecordedGateway, files: Readonly<Record<string, string>>): Promise<LogDiagnosis> {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	for (const [name, text] of Object.entries(files)) {
		if (text.trim() !== '') {
			await reading.read({name, owner: gateway, zoneMinutes: 0, year: 2026, chunks: [Buffer.from(text, 'latin1')]});
		}
	}

	return reading.diagnosis();
}
