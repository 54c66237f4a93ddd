// Links: proxies of a Toxiproxy that stands between the gateway and those upstreams that a fault wants one before.
import {serverOf} from '../servers/servers.ts';
import {socketOf} from '../upstreams/upstream.ts';
import {gatewayTls} from '../gateways/gateway.ts';
import type {LinkPlan, UpstreamEndpoint, UpstreamPlan} from './plan.ts';

/** Its container's name on the network. */
const linkHost = 'link';
/** Of the first upstream's link; the others follow. Also told to those who write their own gateway config. */
const firstPort = 18_081;

/** `wanted`: names of upstreams; those that the topology does not have are the fault's to complain of. */
export function planLinks(upstreams: readonly UpstreamPlan[], wanted: readonly string[]): readonly LinkPlan[] {
	return upstreams
		.map(({name, port}, index): LinkPlan => ({name, host: linkHost, port: firstPort + index, to: `${name}:${port}`}))
		.filter(({name}) => wanted.includes(name));
}

/** Where the gateway is to reach each upstream. */
export function endpointsOf(upstreams: readonly UpstreamPlan[], links: readonly LinkPlan[]): readonly UpstreamEndpoint[] {
	return upstreams.map((upstream) => {
		const link = links.find(({name}) => name === upstream.name);
		const {host, port} = link ?? {host: upstream.name, port: upstream.port};
		return {
			name: upstream.name,
			host,
			port,
			socket: socketOf(upstream),
			protocol: upstream.protocol,
			script: serverOf(upstream).script,
			tls: upstream.tls === null ? null : {serverName: gatewayTls.upstreamName, authorityPath: gatewayTls.authority},
		};
	});
}

/** A user's own config says itself where the upstreams are: a fault on a link that it goes round would meet nothing. */
export function directUpstreams(links: readonly LinkPlan[], configTexts: readonly string[]): readonly string[] {
	return links
		.filter(({host, port}) => !configTexts.some((text) => [host, port].every((word) => new RegExp(String.raw`\b${word}\b`).test(text))))
		.map(
			({name, host, port, to}) =>
				`the fault acts on the link before ${name}, and this config reaches ${name} directly: write \`${host}:${port}\` instead of \`${to}\``,
		);
}
