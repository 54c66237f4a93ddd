// Makes a fault value from its parts. A mistake in its options is kept, not thrown, so that a scenario's problems are all told at once.
import type {OptionProblem} from '../expectations/expectation.ts';
import {checkOptions} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {FaultNeeds, GatewayPlan, UpstreamPlan} from '../scenario/plan.ts';
import type {ArmedFault, Fault, FaultContext} from './fault.ts';

export interface FaultParts {
	readonly kind: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly describe: string;
	readonly effect: Fault['effect'];
	/** Upstreams that the fault acts on, and the kind of app that it needs there. */
	readonly upstreams?: readonly string[];
	readonly needs?: 'bytes';
	/** Parts in whose network namespace it acts, and what it needs of the kernel. */
	readonly network?: FaultNeeds['network'];
	/** Upstreams that it needs a link before. */
	readonly links?: FaultNeeds['links'];
	/** Limits that the gateway's container is to have from its start on. */
	readonly gateway?: FaultNeeds['gateway'];
	inject(context: FaultContext): Promise<ArmedFault>;
}

export function makeFault(parts: FaultParts): Fault {
	const {kind, options, describe, effect} = parts;
	return {
		kind,
		options,
		describe,
		effect,
		needs: {network: parts.network ?? [], links: parts.links ?? [], ...(parts.gateway === undefined ? {} : {gateway: parts.gateway})},
		check: (topology) => [...checkOptions(options, 'fault', parts.checkers), ...checkUpstreams(parts, topology)],
		inject: (context) => parts.inject(context),
	};
}

function checkUpstreams(
	{kind, upstreams: wanted = [], needs}: FaultParts,
	{upstreams}: {readonly upstreams: readonly UpstreamPlan[]; readonly gateway: GatewayPlan},
): readonly OptionProblem[] {
	return wanted.flatMap((name) => {
		const upstream = upstreams.find((candidate) => candidate.name === name);
		if (upstream === undefined) {
			const message = `${kind} acts on \`${name}\`, and the topology has ${upstreams.map((candidate) => candidate.name).join(', ')}`;
			return [{path: 'fault.upstream', message}];
		}

		return needs !== undefined && upstream.kind !== needs
			? [{path: 'fault', message: `${kind} needs the byte-level server on ${name}: write \`${needs}()\` instead of \`${upstream.kind}()\``}]
			: [];
	});
}
