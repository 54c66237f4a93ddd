// What nginx does when a server fails: whom it takes out, whom it asks again, and at which address.
import type {LintRule} from '../config-lint.ts';
import {durationMs, shownMs} from '../config-duration.ts';
import {isName, peersOf, serverWord, timeAt, written} from './nginx-model.ts';
import type {NginxGroup, NginxModel, NginxPass, NginxServer} from './nginx-model.ts';

const maxFailsFewPeers: LintRule<NginxModel> = {
	id: 'max-fails-few-peers',
	severity: 'warning',
	title: 'With two servers, a blip of both takes everything out for fail_timeout',
	scenarios: ['blip-of-both', 'blip-of-both-forgiven'],
	find: ({groups}) =>
		groups
			.filter(
				(group) => peersOf(group).length === 2 && group.passes.length > 0 && !group.servers.some(({words}) => words.includes('backup')),
			)
			.filter((group) => peersOf(group).every((server) => maxFails(server) > 0 && failTimeoutMs(server) > 2000))
			.map((group) => {
				const longest = Math.max(...peersOf(group).map(failTimeoutMs));
				return {
					place: group.directive,
					what: written(group.directive),
					why: `after ${peersOf(group).map(maxFails).join(' and ')} failed tries each, both are taken out for ${shownMs(longest)}: a moment in which both fail becomes an outage of that length, with "no live upstreams" while both are well.`,
					change: 'max_fails=0 on both servers, with proxy_connect_timeout 1s; (or fail_timeout=1s)',
				};
			}),
};

const maxFailsIgnored: LintRule<NginxModel> = {
	id: 'max-fails-ignored',
	severity: 'note',
	title: 'max_fails does nothing where there is one server only',
	scenarios: ['upstream-killed'],
	find: ({groups}) =>
		groups
			.filter(({servers}) => servers.length === 1)
			.flatMap(({servers}) =>
				servers.filter((server) => !server.words.includes('resolve') && maxFails(server) > 0 && serverWord(server, 'max_fails') !== null),
			)
			.map(({directive}) => ({
				place: directive,
				what: written(directive),
				why: 'nginx never takes the only server out: each request is tried there, and fails as long as it is down.',
				change: 'a second server, or no max_fails',
			})),
};

const noSecondTry: LintRule<NginxModel> = {
	id: 'no-second-try',
	severity: 'warning',
	title: 'There are several servers, and a request that one fails is not given to another',
	scenarios: ['rolling-deploy-abrupt', 'one-of-three-killed'],
	find: ({passes, groups}) =>
		passes.flatMap((pass) => {
			const directive = pass.setting(`${pass.protocol}_next_upstream`);
			const group = groups.find(({name}) => name === pass.group);
			return directive?.words.includes('off') !== true || group === undefined || group.servers.length < 2
				? []
				: [
						{
							place: directive,
							what: written(directive),
							why: 'requests that meet a server which is being restarted fail, although the next one is well.',
							change: `${directive.name} error timeout; (a POST that was sent is not repeated by that)`,
						},
					];
		}),
};

const deadServerAsked: LintRule<NginxModel> = {
	id: 'no-health-check',
	severity: 'warning',
	title: 'A dead server is asked for ever, and each such request waits for it first',
	scenarios: ['partition', 'one-of-three-killed'],
	find: ({groups}) =>
		groups
			.filter((group) => peersOf(group).length > 1 && peersOf(group).every((server) => maxFails(server) === 0))
			.filter((group) =>
				group.passes.some((pass) => timeAt(pass, 'connect_timeout', 60_000) > 2000 && pass.setting('health_check') === null),
			)
			.map((group) => ({
				place: group.directive,
				what: `${written(group.directive)}, max_fails=0 on all servers`,
				why: 'max_fails=0 takes no server out, and no health_check does: a server whose host is gone gets its share of the requests, and each waits proxy_connect_timeout.',
				change: 'proxy_connect_timeout 1s; or max_fails=3 fail_timeout=2s; (health_check; in the commercial nginx)',
			})),
};

const retriesRepeatPosts: LintRule<NginxModel> = {
	id: 'retries-repeat-posts',
	severity: 'error',
	title: 'A POST that a server may have carried out is sent to another one',
	scenarios: ['posts-retried', 'posts-not-retried'],
	find: ({passes, groups}) =>
		passes.flatMap((pass) => {
			const directive = pass.setting(`${pass.protocol}_next_upstream`);
			return directive?.words.includes('non_idempotent') !== true || !hasSecond(pass, groups)
				? []
				: [
						{
							place: directive,
							what: written(directive),
							why: 'a server that has committed an order and dies before it answers has done it; the same POST is then done once more by the next one, and nobody sees an error.',
							change: `${written({...directive, words: directive.words.filter((word) => word !== 'non_idempotent')})}; and non_idempotent only in locations whose POSTs carry an idempotency key`,
						},
					];
		}),
};

function hasSecond({group, host}: NginxPass, groups: readonly NginxGroup[]): boolean {
	const found = groups.find(({name}) => name === group);
	// A name may have several addresses.
	return found === undefined ? isName(host) : found.servers.length > 1 || found.servers.some((server) => isName(server.host));
}

const retriesUnbounded: LintRule<NginxModel> = {
	id: 'retries-unbounded',
	severity: 'warning',
	title: 'A request that is slow or failing everywhere is given to every server in turn',
	scenarios: ['metastable', 'metastable-budget'],
	find: ({passes, groups}) =>
		passes.flatMap((pass) => {
			const again = pass.setting(`${pass.protocol}_next_upstream`);
			const group = groups.find(({name}) => name === pass.group);
			const limits = ['tries', 'timeout'].map((name) => pass.setting(`${pass.protocol}_next_upstream_${name}`)?.words[0] ?? '0');
			return group === undefined ||
				group.servers.length < 3 ||
				again?.words.includes('off') === true ||
				limits.some((limit) => !/^0\w*$/.test(limit))
				? []
				: [
						{
							place: again ?? pass.directive,
							what: again === null ? `no ${pass.protocol}_next_upstream: error timeout` : written(again),
							why: 'when all servers are slow, each request becomes as many as there are servers, at the worst moment, and its client waits for the sum of their time-outs.',
							change: `${pass.protocol}_next_upstream_tries 2; ${pass.protocol}_next_upstream_timeout 5s;`,
						},
					];
		}),
};

const nameLookedUpOnce: LintRule<NginxModel> = {
	id: 'name-looked-up-once',
	severity: 'warning',
	title: 'A name is looked up when nginx starts, and never again',
	scenarios: ['stale-address', 'fresh-address'],
	find: ({groups, passes}) => [
		...groups
			.filter((group) => group.passes.length > 0)
			.flatMap(({servers}) => servers.filter(({host, words}) => isName(host) && !words.includes('resolve')))
			.map(({directive}) => ({
				place: directive,
				what: written(directive),
				why: lookedUpOnce,
				change: 'resolve behind each such server (nginx 1.27.3 or newer), with zone NAME 64k; in upstream and resolver ADDRESS valid=10s;',
			})),
		...passes
			.filter(({group, host}) => group === null && isName(host))
			.filter(({directive}) => !directive.words[0]?.includes('$'))
			.map(({directive, host}) => ({
				place: directive,
				what: written(directive),
				why: lookedUpOnce,
				change: `an upstream with \`server ${host} resolve;\` and zone, or set $upstream ${host}; and the variable in ${directive.name}; with resolver ADDRESS valid=10s;`,
			})),
	],
};

const lookedUpOnce =
	'a container or machine that comes back with another address is not found until nginx is reloaded: clients get 502 or 504, or the answers of whoever has the old address. And where the name cannot be looked up, nginx does not start.';

const noResolver: LintRule<NginxModel> = {
	id: 'no-resolver',
	severity: 'error',
	title: 'A name has to be looked up for each request, and nobody is there to ask',
	scenarios: ['names-silent', 'fresh-address'],
	find: ({passes, isWhole}) =>
		passes
			.filter(
				({directive, host, group, setting}) =>
					directive.words[0]?.includes('$') === true && group === null && isName(host) && setting('resolver') === null && isWhole,
			)
			.map(({directive, host}) => ({
				place: directive,
				what: `${written(directive)} (${host})`,
				why: 'a variable in the target makes nginx look the name up itself, and there is no resolver that holds there: each request gets 502 with "no resolver defined".',
				change: 'resolver ADDRESS valid=10s; (127.0.0.11 in Docker networks)',
			})),
};

function maxFails(server: NginxServer): number {
	return Number(serverWord(server, 'max_fails') ?? 1);
}

function failTimeoutMs(server: NginxServer): number {
	return durationMs(serverWord(server, 'fail_timeout') ?? '10s', 's') ?? NaN;
}

export const nginxFailureRules = [
	retriesRepeatPosts,
	noResolver,
	nameLookedUpOnce,
	maxFailsFewPeers,
	maxFailsIgnored,
	deadServerAsked,
	noSecondTry,
	retriesUnbounded,
];
