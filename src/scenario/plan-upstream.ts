// One app server of a plan: what its kind says of it, defaults, and what a gateway must have to reach it.
import {makerOf, serverOf} from '../servers/servers.ts';
import {defaultPool, defaultUpstream, defaultUpstreamTls} from './defaults.ts';
import {filled} from './filled.ts';
import type {GatewayFeature, UpstreamPlan} from './plan.ts';
import type {Upstream} from './scenario.ts';

export interface UpstreamContext {
	/** Its place among the scenario's, from 0: `app1` is the first. */
	readonly index: number;
	/** More names of it, beside the scenario's. */
	readonly aliases: readonly string[];
	readonly file: string;
	/** Whether there is a database behind the apps. */
	readonly hasDatabase: boolean;
	/** Sentences are added here. */
	readonly problems: string[];
}

export function planUpstream(upstream: Upstream, {index, aliases, file, hasDatabase, problems}: UpstreamContext): UpstreamPlan {
	const kind = serverOf(upstream);
	const called = makerOf(kind);
	const name = `app${index + 1}`;
	const path = `${file}: topology.upstreams[${index}]`;
	const plan = {
		...filled(
			{...defaultUpstream, listen: kind.listens[0] ?? 'tcp', kind: upstream.kind},
			{
				...upstream,
				restart: filled(defaultUpstream.restart, upstream.restart),
				tls: upstreamTlsOf(upstream),
				pool: upstream.pool ? filled(defaultPool, upstream.pool) : null,
			},
		),
		protocol: kind.protocol,
		// PM2's processes are PM2's: nobody gives them orders.
		abilities: (upstream.pm2 ?? null) === null ? kind.abilities : [],
		aliases: [...(upstream.aliases ?? []), ...aliases],
		name,
	};
	if (!kind.listens.includes(plan.listen)) {
		problems.push(`${path}.listen: ${called}() listens on ${kind.listens.join(' or ')}, not on ${plan.listen}: leave \`listen\` out`);
	}

	if (plan.pm2 !== null && kind.name !== 'node') {
		problems.push(`${path}.pm2: PM2 manages Node apps: write \`node()\` instead of \`${called}()\`, or leave \`pm2\` out`);
	}

	if (plan.pool !== null && plan.pm2 !== null) {
		problems.push(`${path}.pool: apps under PM2 have no pool: leave \`pm2\` or \`pool\` out`);
	}

	if (plan.pool !== null && !hasDatabase) {
		problems.push(`${path}.pool: there is no database to connect to: write \`database: postgres()\` in the topology`);
	}

	const reasons: Readonly<Record<string, string>> = kind.lacks;
	for (const [option, value] of Object.entries(upstream)) {
		if (value !== undefined && value !== null && value !== false && reasons[option] !== undefined) {
			problems.push(`${path}.${option}: ${called}() has no such option: ${reasons[option]}; leave \`${option}\` out`);
		}
	}

	return plan;
}

function upstreamTlsOf({tls}: Upstream): UpstreamPlan['tls'] {
	return tls === true ? defaultUpstreamTls : tls ? filled(defaultUpstreamTls, tls) : null;
}

/** What a gateway must have to reach them. */
export function featuresOf(upstreams: readonly Pick<Upstream, 'kind' | 'listen'>[]): readonly GatewayFeature[] {
	const needed = upstreams.flatMap((upstream): readonly GatewayFeature[] => {
		const {protocol, listens} = serverOf(upstream);
		return [...((upstream.listen ?? listens[0]) === 'unix' ? (['unix'] as const) : []), ...(protocol === 'http' ? [] : [protocol])];
	});
	return [...new Set(needed)];
}
