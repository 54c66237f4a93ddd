// The certificates of a topology, made anew each time it starts: what the gateway trusts and shows, and what each app shows, well or badly.
import type {FileToPlace} from '../runtime/runtime.ts';
import type {RunPlan, UpstreamPlan} from '../scenario/plan.ts';
import {gatewayTls} from '../gateways/gateway.ts';
import {tlsFolder} from '../upstreams/upstream.ts';
import type {BadCertificate} from '../upstreams/upstream.ts';
import {makeAuthority} from './certificate.ts';
import type {Authority, Certificate} from './certificate.ts';

export interface TlsFiles {
	readonly gateway: readonly FileToPlace[];
	/** By their names. */
	readonly upstreams: ReadonlyMap<string, readonly FileToPlace[]>;
}

/** Files are there only for parts that speak TLS. */
export function tlsFiles(plan: RunPlan): TlsFiles {
	const speaking = plan.upstreams.filter(({tls}) => tls !== null);
	const {tls: listens} = plan.gateway.options;
	if (speaking.length === 0 && !listens && plan.load.tls === null) {
		return {gateway: [], upstreams: new Map()};
	}

	const authority = makeAuthority('Gatequake authority of this run');
	const unknown = makeAuthority('Gatequake authority that nobody trusts');
	const own = authority.issue({names: [...(plan.load.tls === null ? [] : [plan.load.tls.serverName]), 'gateway']});
	return {
		gateway: [
			{path: gatewayTls.authority, content: authority.certificate},
			{path: gatewayTls.certificate, content: own.certificate},
			{path: gatewayTls.key, content: own.key},
			{path: gatewayTls.both, content: own.certificate + own.key},
		],
		upstreams: new Map(speaking.map((upstream) => [upstream.name, upstreamFiles(namesOf(upstream, plan), authority, unknown)])),
	};
}

/** Whatever a gateway may look for: the name that all have in common, the app's own ones, and that of what stands before it. */
function namesOf({name, aliases}: UpstreamPlan, {gateway}: RunPlan): readonly string[] {
	const endpoint = gateway.endpoints.find((candidate) => candidate.name === name);
	return [...new Set([gatewayTls.upstreamName, name, ...aliases, ...(endpoint === undefined ? [] : [endpoint.host])])];
}

function upstreamFiles(names: readonly string[], authority: Authority, unknown: Authority): readonly FileToPlace[] {
	return [
		pem('good', authority.issue({names})),
		pem('expired', authority.issue({names, expired: true})),
		pem('wrong-name', authority.issue({names: ['other.gatequake.test']})),
		pem('untrusted', unknown.issue({names})),
	];
}

function pem(name: 'good' | BadCertificate, {certificate, key}: Certificate): FileToPlace {
	return {path: `${tlsFolder}/${name}.pem`, content: certificate + key};
}
