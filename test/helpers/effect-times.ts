// Every fault declares how soon it takes effect and how soon it is gone. Held against the load's own samples: what is due after the effect meets
// the fault, and what is due after its end does not. Which requests can show it is a matter of the story, on nginx.
import type {RunReport} from '../../src/report/report.ts';
import type {Fault} from '../../src/faults/fault.ts';
import {isPost, latencyMs, rowsDueIn, toldSuccess} from '../../src/timeline/sample-rows.ts';
import type {SampleSet} from '../../src/timeline/sample.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';

export interface Shows {
	readonly by: 'failure' | 'slowness';
	/** Which requests show it: every one, every POST, or a share of them. */
	readonly on: 'all' | 'posts' | 'some';
}

const failures: Shows = {by: 'failure', on: 'all'};
const failedPosts: Shows = {by: 'failure', on: 'posts'};
const someFailures: Shows = {by: 'failure', on: 'some'};
const slowness: Shows = {by: 'slowness', on: 'all'};
const someSlowness: Shows = {by: 'slowness', on: 'some'};

/** By scenario. Of those that are not here only the times that the fault itself reported are held against its declaration. */
export const stories: Readonly<Record<string, Shows>> = {
	'app-frozen': failures,
	'app-paused': failures,
	'app-status': failures,
	'backlog-full': failures,
	'bad-chunk': failures,
	'bad-header': failures,
	'bad-status-line': failures,
	'body-not-read': failedPosts,
	'brown-out': someSlowness,
	'buffers-raised': failures,
	'conflicting-lengths': failures,
	'connection-rejected': failures,
	'conntrack-full': someFailures,
	// What is left of a period's quota serves a request now and then.
	'cpu-starved': someFailures,
	'cut-chunked-by-reset': failures,
	'cut-mid-body': failures,
	'database-pool-exhausted': failedPosts,
	'database-pool-waits': failedPosts,
	'database-slots-exhausted': failedPosts,
	'deploy-failed-migration': failures,
	'deploy-missing-variable': failures,
	'disk-full': failedPosts,
	'dripped-body': slowness,
	'error-cached': failedPosts,
	'established-reset': failures,
	'event-loop-blocked': failures,
	'fresh-address': failures,
	'gateway-descriptors': failedPosts,
	'gateway-killed': failures,
	'gateway-oom': failures,
	hang: failures,
	'gunicorn-oom': someFailures,
	'gunicorn-worker-killed': someFailures,
	'hints-then-close': failures,
	'host-unreachable': failures,
	'huge-headers': someFailures,
	'keep-alive-race': failedPosts,
	'link-bandwidth': slowness,
	'link-down': failures,
	'link-latency': someFailures,
	'link-limit-data': failures,
	'link-reset-peer': failures,
	'link-slicer': slowness,
	'link-slow-close': failedPosts,
	'link-timeout': failures,
	'loopback-only': failures,
	'lossy-link': someSlowness,
	'names-silent': failures,
	'names-stale': failures,
	'no-descriptors': failures,
	'not-http': failures,
	partition: someSlowness,
	'php-socket-missing': failures,
	'php-worker-crash': someFailures,
	'ports-exhausted': failures,
	'post-committed-then-reset': failedPosts,
	'reset-before-headers': failures,
	'slow-disk': failedPosts,
	'slow-link': someSlowness,
	'slow-response': failures,
	'socket-missing': failures,
	'socket-permission': failures,
	'socket-stale': failures,
	'stale-address': failures,
	'stalled-body': failures,
	'static-files': failedPosts,
	'syn-dropped': failures,
	'tls-expired': failures,
	'tls-handshake-hang': failures,
	'tls-no-sni': failures,
	'tls-plain-port': failures,
	'tls-untrusted': failures,
	'tls-wrong-name': failures,
	'upstream-container-gone': failures,
	'upstream-killed': failures,
	'upstream-oom': failures,
	'upstream-segfault': failures,
	'uwsgi-header-buffer': someFailures,
	'wrong-host': failures,
	'wrong-port': failures,
};

/** Faults that no story shows by its samples, and why. */
export const unseenByClients: Readonly<Record<string, string>> = {
	'crash-loop': 'each crash is over before the app is started again, and so is each of its effects',
	'gateway-reload': 'a reload is to be seen by nobody',
	'gateway-worker-kill': 'only what was under way in that worker is cut, and the others serve the rest',
	'gateway-worker-stop': 'only what that worker had accepted waits, and the others serve the rest',
	'server-reload': 'requests that were under way are cut, and those after it are served by the new workers',
	stop: 'an app that ends in good order is to be seen by nobody',
	delay: 'the kernels that tests run on do not have it; a link with latency is timed in its place',
	'probe-status': 'the gateway takes its time until it believes a probe',
	sequence: 'its parts are faults that are here',
	'workers-busy': 'the queue that it leaves outlives it',
	'dns-answers': 'what the gateway knows of the name stays good until it has run out',
	'dns-dead': 'what the gateway knows of the name stays good until it has run out',
	'other-service': 'one of several upstreams, whose place the others take',
};

/** Between what a fault reported and what a request due at that moment meets. */
const slackMs = 100;
/** A healthy answer takes less in every story that shows by slowness. */
const slowMs = 50;
/** So improbable is it that requests of which a share meets the fault miss it one after the other. */
const improbable = 1e-6;

/** What is read of a run's report. */
export interface TimedRun {
	readonly scenario: string;
	readonly fault: Pick<NonNullable<RunReport['fault']>, 'inject' | 'clear'> | null;
}

/** What contradicts the declared times, in words; empty where all is well. */
export function effectProblems(
	{scenario, fault}: TimedRun,
	{samples, plan}: Pick<Timeline, 'samples' | 'plan'>,
	{withinMs, goneWithinMs}: Fault['effect'],
): readonly string[] {
	if (!fault?.inject || !fault.clear) return ['the fault was not injected and cleared'];
	const {inject, clear} = fault;
	const late = [
		...overdue('took effect', inject.effectiveMs - inject.requestedMs - inject.uncertaintyMs, withinMs),
		...overdue('was gone', clear.effectiveMs - clear.requestedMs - clear.uncertaintyMs, goneWithinMs),
	];
	const shows = stories[scenario];
	if (shows === undefined) return late;
	const {readTimeoutMs, connectTimeoutMs} = plan.gateway.options;
	// What waits at the end may still be served.
	const lastMs = shows.on === 'some' ? clear.requestedMs : clear.requestedMs - Math.max(readTimeoutMs, connectTimeoutMs);
	const during = rowsThatShow(shows, samples, inject.effectiveMs + slackMs, lastMs - slackMs);
	const after = rowsThatShow(shows, samples, clear.effectiveMs + slackMs, clear.effectiveMs + slackMs + 1000);
	return [
		...late,
		...(shows.on === 'some' ? missedAtFirst(during) : missed(during)),
		...(after.rows.length < 5 ? [`only ${after.rows.length} requests after its end`] : []),
		// A busy machine is slow at times, and fails nothing.
		...(after.share > (shows.by === 'slowness' ? 0.25 : 0)
			? [`${after.met.length} of ${after.rows.length} requests show it after its end (row ${after.met[0]} first)`]
			: []),
	];
}

function overdue(what: string, tookMs: number, declaredMs: number): readonly string[] {
	return tookMs > declaredMs ? [`it ${what} after ${tookMs.toFixed(0)} ms, and declares ${declaredMs}`] : [];
}

interface Shown {
	readonly rows: readonly number[];
	readonly met: readonly number[];
	readonly share: number;
}

function rowsThatShow({by, on}: Shows, samples: SampleSet, fromMs: number, toMs: number): Shown {
	const {first, end} = rowsDueIn(samples, fromMs, toMs);
	const rows = Array.from({length: Math.max(0, end - first)}, (_, index) => first + index).filter(
		(row) => on !== 'posts' || isPost(samples, row),
	);
	const met = rows.filter((row) => (by === 'slowness' ? latencyMs(samples, row) > slowMs : !toldSuccess(samples, row)));
	return {rows, met, share: rows.length === 0 ? 0 : met.length / rows.length};
}

function missed({rows, met}: Shown): readonly string[] {
	if (rows.length < 10) return [`only ${rows.length} requests while it lasted`];
	const known = new Set(met);
	const odd = rows.filter((row) => !known.has(row));
	return odd.length === 0 ? [] : [`${odd.length} of ${rows.length} requests do not show it (row ${odd[0]} first)`];
}

function missedAtFirst({rows, met, share}: Shown): readonly string[] {
	const [first] = met;
	if (first === undefined || rows[0] === undefined) return [`none of ${rows.length} requests shows it`];
	const inVain = rows.indexOf(first);
	const atMost = share >= 1 ? 0 : Math.ceil(Math.log(improbable) / Math.log(1 - share));
	return inVain <= atMost ? [] : [`${inVain} requests passed before the first that shows it, where ${met.length} of ${rows.length} do`];
}
