// Time-outs and kept connections of nginx, by themselves and against what stands before and behind it.
import type {LintRule} from '../config-lint.ts';
import {durationMs, shownMs} from '../config-duration.ts';
import {peersOf, timeAt, written} from './nginx-model.ts';
import type {NginxDirective} from '../parse-nginx-config.ts';
import type {NginxGroup, NginxModel, NginxPass} from './nginx-model.ts';

const minuteMs = 60_000;

const connectTimeoutLong: LintRule<NginxModel> = {
	id: 'connect-timeout-long',
	severity: 'warning',
	title: 'A host that does not answer is waited for too long before another server is asked',
	scenarios: ['syn-dropped', 'partition'],
	find: ({passes}) =>
		passes
			.filter((pass) => timeAt(pass, 'connect_timeout', minuteMs) > 10_000 && !pass.host.startsWith('unix:'))
			.map((pass) => {
				const directive = pass.setting(`${pass.protocol}_connect_timeout`);
				return {
					place: directive ?? pass.directive,
					what: directive === null ? `no ${pass.protocol}_connect_timeout: 60 s` : written(directive),
					why: 'a host that is gone, or a firewall that drops packets, answers nothing: each request for it waits that long before it gets 504, or another server. A connection within a data centre takes milliseconds.',
					change: `${pass.protocol}_connect_timeout 2s;`,
				};
			}),
};

const readTimeoutEndless: LintRule<NginxModel> = {
	id: 'read-timeout-endless',
	severity: 'note',
	title: 'A request that hangs is waited for during minutes',
	scenarios: ['hang'],
	find: ({passes}) =>
		passes.flatMap((pass) => {
			const directive = pass.setting(`${pass.protocol}_read_timeout`);
			// Web sockets and streams are silent for long, and are told so.
			const isTunnel = pass.settings('proxy_set_header').some(({words}) => words[0]?.toLowerCase() === 'upgrade');
			return directive === null || isTunnel || !(timeAt(pass, 'read_timeout', minuteMs) > 5 * minuteMs)
				? []
				: [
						{
							place: directive,
							what: written(directive),
							why: 'where the app hangs, each client waits that long, and holds a connection before and behind the gateway meanwhile.',
							change: `${directive.name} just over the slowest answer that is right, and longer only in the location that needs it`,
						},
					];
		}),
};

const timeoutsOutOfOrder: LintRule<NginxModel> = {
	id: 'timeouts-out-of-order',
	severity: 'error',
	title: 'Time-outs do not get longer from the app to the client',
	scenarios: ['slow-response', 'hang'],
	find: ({passes, groups}, {frontTimeoutMs, appTimeoutMs}) =>
		passes.flatMap((pass) => {
			const readMs = timeAt(pass, 'read_timeout', minuteMs);
			const directive = pass.setting(`${pass.protocol}_read_timeout`);
			const here = {
				place: directive ?? pass.directive,
				what: directive === null ? `no ${pass.protocol}_read_timeout: 60 s` : written(directive),
			};
			const worstMs = worstCaseMs(pass, groups);
			return [
				...(appTimeoutMs !== null && readMs <= appTimeoutMs
					? [
							{
								...here,
								why: `the app gives a request up after ${shownMs(appTimeoutMs)}, and nginx not later: clients get 504 for work that goes on, and the app's own reason is never seen.`,
								change: `${pass.protocol}_read_timeout ${Math.ceil(appTimeoutMs / 1000) + 5}s; or a shorter time-out in the app`,
							},
						]
					: []),
				...(frontTimeoutMs !== null && worstMs >= frontTimeoutMs
					? [
							{
								...here,
								why: `with all its tries nginx may take ${shownMs(worstMs)}, and what stands in front gives up after ${shownMs(frontTimeoutMs)}: its clients get an error that nginx logs as 499, and no word of the cause.`,
								change: `${pass.protocol}_next_upstream_timeout and ${pass.protocol}_read_timeout together under ${shownMs(frontTimeoutMs)}`,
							},
						]
					: []),
			];
		}),
};

/** No new try begins after `next_upstream_timeout`; the last one may still take its own time. */
function worstCaseMs(pass: NginxPass, groups: readonly NginxGroup[]): number {
	const tryMs = timeAt(pass, 'connect_timeout', minuteMs) + timeAt(pass, 'read_timeout', minuteMs);
	const again = pass.setting(`${pass.protocol}_next_upstream`)?.words ?? ['error', 'timeout'];
	const group = groups.find(({name}) => name === pass.group);
	const servers = group === undefined ? 1 : group.servers.length;
	const most = Number(pass.setting(`${pass.protocol}_next_upstream_tries`)?.words[0] ?? 0);
	const tries = again.includes('timeout') ? Math.min(servers, most === 0 ? Infinity : most) : 1;
	const limitMs = timeAt(pass, 'next_upstream_timeout', 0);
	return limitMs > 0 ? Math.min(tries * tryMs, limitMs + tryMs) : tries * tryMs;
}

const keepaliveShorterBehind: LintRule<NginxModel> = {
	id: 'keepalive-shorter-behind',
	severity: 'error',
	title: 'The app closes idle connections before nginx stops using them',
	scenarios: ['keep-alive-race', 'link-slow-close', 'idle-timeout-longer'],
	find: ({groups}, {appKeepaliveMs}) =>
		groups.flatMap((group) => {
			const keepalive = settingOf(group, 'keepalive');
			const timeout = settingOf(group, 'keepalive_timeout');
			const keptMs = timeout === undefined ? minuteMs : (durationMs(timeout.words.join(' '), 's') ?? NaN);
			return keepalive === undefined || appKeepaliveMs === null || keptMs < appKeepaliveMs
				? []
				: [
						{
							place: timeout ?? keepalive,
							what: timeout === undefined ? `${written(keepalive)}, kept for 60 s` : written(timeout),
							why: `the app closes them after ${shownMs(appKeepaliveMs)}. A request that meets one that is being closed fails; a POST among them is not sent again and gets 502.`,
							change: `keepalive_timeout ${Math.max(1, Math.floor((appKeepaliveMs * 0.8) / 1000))}s; in upstream ${group.name}, or a longer keep-alive in the app`,
						},
					];
		}),
};

const keepaliveShorterInFront: LintRule<NginxModel> = {
	id: 'keepalive-shorter-than-front',
	severity: 'error',
	title: 'nginx closes idle connections before what stands in front of it stops using them',
	scenarios: ['keep-alive-race', 'idle-timeout-longer'],
	find: ({passes}, {frontKeepaliveMs}) =>
		passes.flatMap((pass) => {
			const directive = pass.setting('keepalive_timeout');
			const keptMs = durationMs(directive?.words[0] ?? '75s', 's') ?? NaN;
			return frontKeepaliveMs === null || keptMs > frontKeepaliveMs
				? []
				: [
						{
							place: directive ?? pass.directive,
							what: directive === null ? 'no keepalive_timeout: 75 s' : written(directive),
							why: `what stands in front keeps connections for ${shownMs(frontKeepaliveMs)}: it sends requests on some that nginx is closing, and answers 502 for them. nginx's logs show nothing of it.`,
							change: `keepalive_timeout ${Math.ceil(frontKeepaliveMs / 1000) + 10}s;`,
						},
					];
		}),
};

const keepaliveWithoutEffect: LintRule<NginxModel> = {
	id: 'keepalive-without-effect',
	severity: 'warning',
	title: '`keepalive` stands in upstream, and connections are closed after each request all the same',
	scenarios: ['ports-exhausted'],
	find: ({groups, emptyMaps}) =>
		groups
			.filter((group) => settingOf(group, 'keepalive') !== undefined)
			.flatMap((group) =>
				group.passes
					.filter(({protocol}) => protocol === 'proxy')
					.flatMap((pass) => {
						const reason = closesBecause(pass, emptyMaps);
						return reason === null
							? []
							: [
									{
										place: pass.directive,
										what: written(pass.directive),
										why: `${reason}. Each request opens a connection of its own; under load the local ports run out.`,
										change: 'proxy_http_version 1.1; proxy_set_header Connection ""; (both in the block that has proxy_set_header lines)',
									},
								];
					}),
			),
};

function closesBecause(pass: NginxPass, emptyMaps: ReadonlyMap<string, string>): string | null {
	const version = pass.setting('proxy_http_version')?.words[0];
	const header = pass.settings('proxy_set_header').findLast(({words}) => words[0]?.toLowerCase() === 'connection');
	const value = header?.words[1];
	const sent = value === undefined ? undefined : (emptyMaps.get(value) ?? value);
	// Since 1.29.7 both defaults keep connections; a config does not say by what version it is read.
	if (version === undefined) return 'nginx before 1.29.7 speaks HTTP/1.0 to the app unless proxy_http_version says 1.1';
	if (version === '1.0') return 'proxy_http_version is 1.0';
	if (sent === undefined) {
		return pass.settings('proxy_set_header').length === 0
			? 'nginx before 1.29.7 sends "Connection: close" unless the header is set to ""'
			: 'the proxy_set_header lines that hold there do not clear Connection, and those of outer blocks do not hold beside them';
	}

	return sent.toLowerCase() === 'close' ? `Connection is "close" for requests that ask for no upgrade (${value})` : null;
}

const noKeepalive: LintRule<NginxModel> = {
	id: 'no-keepalive',
	severity: 'note',
	title: 'Each request opens a connection to the app',
	scenarios: ['ports-exhausted', 'conntrack-full'],
	find: ({groups}) =>
		groups
			.filter(
				(group) => group.passes.some(({protocol}) => protocol === 'proxy') && peersOf(group).some(({host}) => !host.startsWith('unix:')),
			)
			.filter((group) => settingOf(group, 'keepalive') === undefined)
			.map((group) => ({
				place: group.directive,
				what: written(group.directive),
				why: 'nginx before 1.29.7 keeps no connections to the app unless upstream has `keepalive`. Under load, local ports and entries of connection tracking run out.',
				change: 'keepalive 32; in upstream, with proxy_http_version 1.1; and proxy_set_header Connection "";',
			})),
};

function settingOf(group: NginxGroup, name: string): NginxDirective | undefined {
	return group.directive.block?.findLast((directive) => directive.name === name);
}

export const nginxTimeRules = [
	timeoutsOutOfOrder,
	connectTimeoutLong,
	readTimeoutEndless,
	keepaliveShorterBehind,
	keepaliveShorterInFront,
	keepaliveWithoutEffect,
	noKeepalive,
];
