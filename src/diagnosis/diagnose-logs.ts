// From what logs said to why requests failed, ranked. Lines that name a cause count as often as they come; what follows from a failure
// never stands before it; and where the machine or the app itself says what ended it, that stands before what the gateway saw of it.
import {version} from '../version.ts';
import type {LogCause, LogDiagnosis, DiagnosedFile, RequestCounts, StatusCount} from './log-diagnosis.ts';
import {isBehind} from './logs/behind.ts';
import type {LogTally, SignTally, StatusTally, TimeWindow} from './logs/log-tally.ts';
import {isoOf, overTime} from './logs/over-time.ts';
import {joinedCauses} from './logs/joined-causes.ts';

export interface FilesRead {
	readonly files: readonly DiagnosedFile[];
	readonly tally: LogTally;
	readonly window: TimeWindow;
}

export function diagnoseLogs({files, tally, window}: FilesRead): LogDiagnosis {
	const signs = [...tally.signs.values()];
	const failures = signs.filter(({signature}) => signature.role === 'failure');
	const gateway = failures.filter((sign) => !isBehind(sign)).sort(byCount);
	const own = failures.filter(isBehind);
	const roots = own.filter((sign) => gateway.some((failure) => mayExplain(sign, failure))).sort(bySureness);
	const others = own.filter((sign) => !roots.includes(sign)).sort(byCount);
	const consequences = signs.filter(({signature}) => signature.role === 'consequence').sort(byCount);
	const named = [...roots, ...gateway, ...others];
	// Only what followed is in the window: it is then all that is known.
	const first = named.length === 0 ? consequences.filter(({signature}) => signature.cause !== null) : named;
	const joined = joinedCauses(tally, [...gateway, ...consequences]);
	const causes = [...first.map((sign) => causeOf(sign, notesOn(sign, roots, named))), ...joined.filter(({role}) => role === 'failure')];
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		files,
		from: isoOf(tally.all.firstMs),
		to: isoOf(tally.all.lastMs),
		window: {since: isoOf(window.sinceMs), until: isoOf(window.untilMs)},
		requests: requestCounts(tally),
		causes: rank(causes),
		alsoSeen: [
			...consequences
				.filter((sign) => !first.includes(sign))
				.map((sign) => causeOf(sign, ['this follows from failures, and is not the cause'])),
			...joined.filter(({role}) => role === 'client'),
			...signs
				.filter(({signature}) => signature.role === 'client' || signature.role === 'strain')
				.sort(byCount)
				.map((sign) => causeOf(sign, [])),
		],
		life: signs
			.filter(({signature}) => signature.role === 'life')
			.sort((a, b) => a.spread.firstMs - b.spread.firstMs)
			.map((sign) => causeOf(sign, [])),
		notUnderstood: {lines: tally.unknowns.total, shapes: tally.unknowns.top(20)},
	};
}

/** It happened while the gateway saw failures of that kind, or shortly before. */
function mayExplain({signature, spread}: SignTally, failure: SignTally): boolean {
	const kinds = seenAs[signature.cause ?? 'proxy_internal_error'] ?? [];
	const near = !(spread.firstMs > failure.spread.lastMs + 5000 || spread.lastMs < failure.spread.firstMs - 60_000);
	return kinds.includes(failure.signature.cause ?? '') && (near || Number.isNaN(spread.firstMs));
}

/** How the end or the business of an app may look from the gateway. */
const ends = [
	'connection_refused',
	'connection_terminated',
	'http_response_incomplete',
	'destination_unavailable',
	'destination_ip_unroutable',
	'connection_timeout',
];
const seenAs: Readonly<Record<string, readonly string[]>> = {
	connection_refused: ends,
	connection_terminated: ends,
	destination_unavailable: ends,
	http_response_timeout: ['http_response_timeout', 'connection_read_timeout', 'connection_timeout', 'connection_limit_reached'],
	connection_timeout: ['connection_timeout', 'http_response_timeout'],
	connection_limit_reached: ['connection_limit_reached', 'connection_timeout', 'http_response_timeout', 'connection_refused'],
	destination_ip_unroutable: ['destination_ip_unroutable', 'connection_timeout'],
};

function byCount(a: SignTally, b: SignTally): number {
	return b.count - a.count;
}

/** Who ended a process is nearer to the root than who reports that it ended. */
const sureness = ['kernel', 'php-fpm', 'python', 'uwsgi', 'gunicorn', 'puma', 'tomcat', 'node', 'postgres', 'engine', 'systemd'];

function bySureness(a: SignTally, b: SignTally): number {
	return (
		Number(b.signature.phase === 'memory') - Number(a.signature.phase === 'memory') ||
		sureness.indexOf(a.source) - sureness.indexOf(b.source) ||
		byCount(a, b)
	);
}

function notesOn(sign: SignTally, roots: readonly SignTally[], named: readonly SignTally[]): readonly string[] {
	if (roots.includes(sign)) {
		return [`it happened while the gateway saw ${named.find((other) => !isBehind(other))?.signature.meaning ?? 'failures'}`];
	}

	if (isBehind(sign) || roots.length === 0) {
		return [];
	}

	return roots.some((root) => mayExplain(root, sign)) ? [`${roots[0]?.signature.meaning ?? ''} at that time: see there`] : [];
}

function causeOf({source, signature, count, spread, upstreams, lines}: SignTally, notes: readonly string[]): LogCause {
	const {id, cause, role, phase, meaning, status, check, change} = signature;
	return {
		id: `${source}.${id}`,
		source,
		cause,
		role,
		phase,
		meaning,
		confidence: role === 'failure' ? 'certain' : 'likely',
		count,
		status,
		first: isoOf(spread.firstMs),
		last: isoOf(spread.lastMs),
		overTime: overTime(spread),
		upstreams: upstreams.top(20),
		check,
		change,
		notes,
		lines,
	};
}

const confidences = ['certain', 'likely', 'possible'] as const;

/** What is only possible stands behind what is known; the rest keeps its order, in which roots come first. */
function rank(causes: readonly LogCause[]): readonly LogCause[] {
	const roots = causes.filter(isBehind);
	const rest = causes.filter((cause) => !roots.includes(cause));
	return [
		...roots.filter(isRoot),
		...rest.sort((a, b) => place(a) - place(b) || b.count - a.count),
		...roots.filter((cause) => !isRoot(cause)),
	];
}

function isRoot({notes}: LogCause): boolean {
	return notes.length > 0;
}

function place({confidence}: LogCause): number {
	return confidences.indexOf(confidence);
}

function requestCounts({statuses, goodAnswers, requests}: LogTally): RequestCounts | null {
	if (requests === 0) {
		return null;
	}

	const byStatus = Object.fromEntries([...statuses].sort(([a], [b]) => a - b).map(([status, {count}]) => [String(status), count]));
	return {
		total: requests,
		byStatus: {'below 400': goodAnswers.count, ...byStatus},
		failures: [...statuses]
			.filter(([status]) => status === 0 || status === 499 || status >= 500)
			.sort(([, a], [, b]) => b.count - a.count)
			.map(([status, tally]) => statusCount(status, tally)),
	};
}

function statusCount(status: number, {count, spread, upstreams, byUpstream, byGateway, durations}: StatusTally): StatusCount {
	const [commonest] = durations.top(1);
	const agrees = commonest !== undefined && commonest.count >= count / 2 && Number(commonest.name) >= 0.5;
	return {
		status,
		count,
		first: isoOf(spread.firstMs),
		last: isoOf(spread.lastMs),
		overTime: overTime(spread),
		upstreams: upstreams.top(20),
		byUpstream,
		byGateway,
		tookSeconds: agrees ? Number(commonest.name) : null,
	};
}
