// Sizes and limits of nginx, and what it tells the app.
import type {LintRule} from '../config-lint.ts';
import {sizeBytes} from '../config-duration.ts';
import {allDirectives} from '../read-nginx-config.ts';
import {isName, written} from './nginx-model.ts';
import type {NginxModel} from './nginx-model.ts';

const buffersUnderHeader: LintRule<NginxModel> = {
	id: 'buffers-under-header',
	severity: 'error',
	title: 'Header sections as large as those seen do not fit into the buffer',
	scenarios: ['huge-headers', 'buffers-raised'],
	find: ({passes}, {headerBytes, headersRefused}) =>
		passes.flatMap((pass) => {
			const directive = pass.setting(`${pass.protocol}_buffer_size`);
			const bytes = directive === null ? 4096 : (sizeBytes(directive.words[0] ?? '') ?? NaN);
			// A log says that they did not fit, and not by how much.
			const needed = headerBytes ?? ((headersRefused ?? 0) > 0 ? bytes : null);
			// One of exactly this size passes its headers on and then loses its body.
			if (needed === null || !(needed >= bytes)) return [];
			const kilobytes = Math.max(8, 2 ** Math.ceil(Math.log2((needed + 1) / 1024)));
			return [
				{
					place: directive ?? pass.directive,
					what: directive === null ? `no ${pass.protocol}_buffer_size: 4k (8k on some machines)` : written(directive),
					why: `${headerBytes === null ? `the log has ${headersRefused} answers whose headers did not fit` : `a header section of ${headerBytes} bytes is larger`}: such answers become 502 with "upstream sent too big header".`,
					change: `${pass.protocol}_buffer_size ${kilobytes}k; ${pass.protocol}_buffers 8 ${kilobytes}k; ${pass.protocol}_busy_buffers_size ${2 * kilobytes}k; (all three: nginx refuses some of them alone)`,
				},
			];
		}),
};

const connectionsFew: LintRule<NginxModel> = {
	id: 'connections-few',
	severity: 'warning',
	title: 'A worker has few connections, and each request needs two',
	scenarios: ['gateway-connections'],
	find: ({directives, passes}) => {
		const events = directives.find(({name}) => name === 'events');
		const directive = events?.block?.findLast(({name}) => name === 'worker_connections');
		return events === undefined || passes.length === 0 || Number(directive?.words[0] ?? 512) >= 1024
			? []
			: [
					{
						place: directive ?? events,
						what: directive === undefined ? 'no worker_connections: 512' : written(directive),
						why: 'a request that is passed on takes one to the client and one to the app. When the app is slow they add up to rate × time-out × 2; then clients are turned away with "worker_connections are not enough", and a larger machine does not help.',
						change: 'events { worker_connections 8192; } and worker_rlimit_nofile 16384;',
					},
				];
	},
};

const descriptorsFew: LintRule<NginxModel> = {
	id: 'descriptors-few',
	severity: 'warning',
	title: 'A worker may have fewer files open than connections',
	scenarios: ['gateway-descriptors'],
	find: ({directives}) => {
		const limit = directives.findLast(({name}) => name === 'worker_rlimit_nofile');
		const connections = directives.find(({name}) => name === 'events')?.block?.findLast(({name}) => name === 'worker_connections');
		return limit === undefined || Number(limit.words[0]) >= Number(connections?.words[0] ?? 512)
			? []
			: [
					{
						place: limit,
						what: `${written(limit)}, and ${connections === undefined ? 'worker_connections 512' : written(connections)}`,
						why: 'each connection is an open file. At the lower of the two limits nginx takes no more clients, and answers 500 where it has one and cannot connect to the app.',
						change: `worker_rlimit_nofile ${2 * Number(connections?.words[0] ?? 512)};`,
					},
				];
	},
};

const errorsCached: LintRule<NginxModel> = {
	id: 'errors-cached',
	severity: 'warning',
	title: 'Error answers are kept in the cache, and outlive the failure',
	scenarios: ['error-cached'],
	find: ({directives}) =>
		[...allDirectives(directives)]
			.filter(
				({directive: {name, words}}) =>
					/^(?:proxy|fastcgi|uwsgi|scgi)_cache_valid$/.test(name) &&
					words.slice(0, -1).some((word) => word === 'any' || /^5\d\d$/.test(word)),
			)
			.map(({directive}) => ({
				place: directive,
				what: written(directive),
				why: 'clients go on to get the error from the cache when the app is well again, for that long.',
				change: `${directive.name} 200 301 404 …; without 5xx and any, with ${directive.name.replace('valid', 'use_stale')} error timeout;`,
			})),
};

const tlsWithoutName: LintRule<NginxModel> = {
	id: 'tls-without-name',
	severity: 'warning',
	title: 'The TLS handshake does not say whom it wants',
	scenarios: ['tls-no-sni'],
	find: ({passes, groups}) =>
		passes
			.filter(({tls, group, host, protocol, setting}) => {
				const servers = groups.find(({name}) => name === group)?.servers.map((server) => server.host) ?? [host];
				return tls && servers.some((name) => isName(name)) && setting(`${protocol}_ssl_server_name`)?.words[0] !== 'on';
			})
			.map(({directive, protocol, group}) => ({
				place: directive,
				what: written(directive),
				why: 'nginx sends no name (SNI) unless it is told to: a server with several certificates refuses the handshake, or shows another one’s. Clients get 502.',
				change: `${protocol}_ssl_server_name on;${group === null ? '' : ` ${protocol}_ssl_name HOST; (otherwise it says \`${group}\`)`}`,
			})),
};

const hostNotPassed: LintRule<NginxModel> = {
	id: 'host-not-passed',
	severity: 'note',
	title: 'The app is told the name of the upstream group as Host',
	scenarios: ['wrong-host'],
	find: ({passes}) =>
		passes
			.filter(
				({protocol, group, settings}) =>
					protocol === 'proxy' && group !== null && !settings('proxy_set_header').some(({words}) => words[0]?.toLowerCase() === 'host'),
			)
			.map(({directive, group}) => ({
				place: directive,
				what: written(directive),
				why: `the app gets \`Host: ${group}\`. One that checks it, or has several sites, answers 400, 404 or 421, and its links lead to that name.`,
				change: 'proxy_set_header Host $host;',
			})),
};

export const nginxLimitRules = [buffersUnderHeader, connectionsFew, descriptorsFew, errorsCached, tlsWithoutName, hostNotPassed];
