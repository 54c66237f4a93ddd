// Causes that no single line names: they show where counts are put beside each other.
import type {LogCause} from '../log-diagnosis.ts';
import {isBehind} from './behind.ts';
import type {LogTally, SignTally, StatusTally} from './log-tally.ts';
import {isoOf, overTime} from './over-time.ts';

/** `named`: signs that name a cause, or follow from one. */
export function joinedCauses(tally: LogTally, named: readonly SignTally[]): readonly LogCause[] {
	return [...startedAnew([...tally.signs.values()], tally), ...answeredByApps(tally), ...unexplained(tally, named), ...clientsGone(tally)];
}

/** Errors that the upstreams themselves answered: the gateway only passed them on. */
function answeredByApps({statuses}: LogTally): readonly LogCause[] {
	return [...statuses].flatMap(([status, tally]) =>
		status >= 500 && tally.byUpstream > 0
			? [
					statusCause(tally, {
						id: 'app-answered',
						meaning: `the app itself answered ${status}: the gateway passed it on`,
						confidence: 'certain',
						count: tally.byUpstream,
						status: String(status),
						check: 'The app’s own log at these times: exceptions, a dependency that is away, maintenance.',
						change: 'The app. To hide single failures: next-upstream for that status, for idempotent requests only.',
						notes: ['the log names the upstream’s status, and it is the same'],
					}),
				]
			: [],
	);
}

/** More 5xx in the access log than lines that say why: either the app answered them, or the error log is another, or says too little. */
function unexplained({statuses}: LogTally, named: readonly SignTally[]): readonly LogCause[] {
	const explained = named.reduce((sum, {count}) => sum + count, 0);
	const failed = [...statuses].filter(([status]) => status >= 500);
	const unknown = failed.reduce((sum, [, each]) => sum + each.count - each.byUpstream, 0);
	if (unknown === 0 || explained >= unknown / 2) {
		return [];
	}

	const [commonest] = failed.sort(([, a], [, b]) => b.count - b.byUpstream - (a.count - a.byUpstream));
	if (commonest === undefined) {
		return [];
	}

	const [status, each] = commonest;
	return [
		statusCause(each, {
			id: 'unexplained',
			meaning: `${unknown - explained} errors (most of them ${status}) have no line that says why: the app may have answered them itself`,
			confidence: 'possible',
			count: unknown - explained,
			status: String(status),
			check:
				'Is the error log of the same gateway and time? Its level: nginx needs error, HAProxy option httplog, Caddy and Traefik debug. Ask the app directly.',
			change: 'Log the upstream’s own status: $upstream_status in nginx, %{balancer-worker-status} or its like in others.',
			notes: [`${explained} lines name a cause, for ${unknown} errors`],
		}),
	];
}

/** So many of all requests that clients left early, that it is what there is to explain, and no habit of some. */
const manyGone = 0.25;

/** Statuses that say that clients went away, in logs that name them. */
function clientsGone({statuses, requests}: LogTally): readonly LogCause[] {
	const tally = statuses.get(499);
	if (tally === undefined) return [];
	const failed = [...statuses].reduce((sum, [status, {count}]) => sum + (status >= 500 ? count : 0), 0);
	const isMany = tally.count >= manyGone * requests && tally.count > failed;
	return [
		{
			...statusCause(tally, {
				id: 'clients-gone',
				meaning: `clients went away before the answer (499)${isMany ? `, in ${tally.count} of ${requests} requests: it takes longer than they wait` : ''}`,
				confidence: isMany ? 'likely' : 'certain',
				count: tally.count,
				status: '499',
				check:
					'How long they had waited: a round number is the time-out of a balancer or a client in front. Is the app slow, or full of requests that nobody waits for?',
				change: 'What is slow; time-outs longer from the inside out; retries of clients with back-off and a budget.',
				notes: tookNotes(tally),
			}),
			role: isMany ? 'failure' : 'client',
		},
	];
}

/** httpd says that it starts after a reload, too, and HAProxy starts a worker for each. Others say at a start that they took a config over. */
const startsWithReload: ReadonlySet<string> = new Set(['httpd', 'haproxy']);

/** The gateway itself began again, and had not been told to stop: it was killed, or crashed. */
function startedAnew(signs: readonly SignTally[], tally: LogTally): readonly LogCause[] {
	const own = signs.filter((sign) => !isBehind(sign));
	const starts = own.filter(({signature}) => signature.role === 'life' && /^(?:child-)?started$/.test(signature.id));
	const workers = own.filter(({signature}) => signature.id === 'worker-started' && signature.role === 'life');
	const reloads = countOf(own, 'reloaded');
	const stops = countOf(own, 'stopping');
	return [...starts, ...(starts.length === 0 ? workers : [])].flatMap((sign) => {
		const anew = sign.count - 1 - (startsWithReload.has(sign.source) ? reloads : 0);
		if (anew < 1 || sign.spread.lastMs <= tally.all.firstMs) return [];
		return [
			{
				id: 'gateway-started-anew',
				source: sign.source,
				cause: 'proxy_internal_error',
				role: 'failure',
				phase: 'process',
				meaning: `the gateway itself started ${sign.count} times${stops === 0 ? ' and was never stopped in order: it was killed or crashed' : ''}`,
				confidence: stops === 0 ? 'certain' : 'likely',
				count: anew,
				status: 'connections refused or reset; its own log has nothing of them',
				first: isoOf(sign.spread.firstMs),
				last: isoOf(sign.spread.lastMs),
				overTime: overTime(sign.spread),
				upstreams: [],
				check: 'The kernel’s log for the OOM killer, the journal or the engine’s events: who ended it?',
				change:
					'Restart it at once and with the same address (Restart=always, a restart policy); more than one gateway; reload instead of restart for changes.',
				notes: stops === 0 ? [] : [`it was stopped in order ${stops} times`],
				lines: sign.lines,
			} satisfies LogCause,
		];
	});
}

function countOf(signs: readonly SignTally[], id: string): number {
	return signs.filter(({signature}) => signature.id === id).reduce((sum, {count}) => sum + count, 0);
}

type Told = Pick<LogCause, 'id' | 'meaning' | 'confidence' | 'count' | 'status' | 'check' | 'change' | 'notes'>;

function statusCause({spread, upstreams}: StatusTally, told: Told): LogCause {
	return {
		...told,
		source: 'access log',
		cause: null,
		role: 'failure',
		phase: 'headers',
		first: isoOf(spread.firstMs),
		last: isoOf(spread.lastMs),
		overTime: overTime(spread),
		upstreams: upstreams.top(20),
		lines: [],
	};
}

function tookNotes({count, durations}: StatusTally): readonly string[] {
	const [commonest] = durations.top(1);
	return commonest !== undefined && commonest.count >= count / 2 ? [`most of them had waited ${commonest.name} s`] : [];
}
