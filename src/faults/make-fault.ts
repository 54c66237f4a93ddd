// Makes a fault value from its parts. A mistake in its options is kept, not thrown, so that a scenario's problems are all told at once.
import type {OptionProblem} from '../expectations/expectation.ts';
import {checkOptions} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {FaultNeeds, UpstreamPlan} from '../scenario/plan.ts';
import type {Ability} from '../upstreams/upstream.ts';
import type {ArmedFault, Fault, FaultContext} from './fault.ts';

export interface FaultParts {
	readonly kind: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly describe: string;
	readonly effect: Fault['effect'];
	/** Upstreams that the fault acts on, what their apps must be able to do, and whether they must listen on a Unix socket. */
	readonly upstreams?: readonly string[];
	readonly needs?: Ability;
	readonly needsSocket?: boolean;
	/** Whether they must speak TLS: to everyone, or only to clients that say whom they want. */
	readonly needsTls?: 'any' | 'named';
	/** Parts in whose network namespace it acts, and what it needs of the kernel. */
	readonly network?: FaultNeeds['network'];
	/** Upstreams that it needs a link before. */
	readonly links?: FaultNeeds['links'];
	/** Limits that the gateway's container is to have from its start on. */
	readonly gateway?: FaultNeeds['gateway'];
	/** What else must hold of the topology; told after the mistakes in the options. */
	check?(topology: CheckedTopology): readonly OptionProblem[];
	inject(context: FaultContext): Promise<ArmedFault>;
}

export type CheckedTopology = Parameters<Fault['check']>[0];

export function makeFault(parts: FaultParts): Fault {
	const {kind, options, describe, effect} = parts;
	return {
		kind,
		options,
		describe,
		effect,
		needs: {network: parts.network ?? [], links: parts.links ?? [], ...(parts.gateway === undefined ? {} : {gateway: parts.gateway})},
		check: (topology) => [
			...checkOptions(options, 'fault', parts.checkers),
			...checkUpstreams(parts, topology),
			...(parts.check?.(topology) ?? []),
		],
		inject: (context) => parts.inject(context),
	};
}

function checkUpstreams(parts: FaultParts, {upstreams}: CheckedTopology): readonly OptionProblem[] {
	const {kind, upstreams: wanted = [], needs} = parts;
	return wanted.flatMap((name) => {
		const upstream = upstreams.find((candidate) => candidate.name === name);
		if (upstream === undefined) {
			const message = `${kind} acts on \`${name}\`, and the topology has ${upstreams.map((candidate) => candidate.name).join(', ')}`;
			return [{path: 'fault.upstream', message}];
		}

		const messages = [
			...(needs === undefined || upstream.abilities.includes(needs)
				? []
				: [
						`${kind} on ${name} asks the app to \`${needs}\`, and an app of \`${upstream.kind}()\` cannot: write \`${needs === 'reload' ? 'phpFpm' : 'bytes'}()\` instead of \`${upstream.kind}()\``,
					]),
			...listenProblems(parts, upstream),
			...tlsProblems(parts, upstream),
		];
		return messages.map((message) => ({path: 'fault', message}));
	});
}

/** What acts on packets, or stands on a port itself, meets nothing of what goes over a Unix socket. */
function listenProblems(
	{kind, needsSocket = false, network = [], links = []}: FaultParts,
	{name, listen}: UpstreamPlan,
): readonly string[] {
	if (needsSocket && listen !== 'unix') {
		return [`${kind} acts on a Unix socket, and ${name} listens on a port: write \`listen: 'unix'\` in its options`];
	}

	const isOnNetwork = network.some(({part}) => part === name) || links.includes(name);
	return isOnNetwork && listen !== 'tcp' ? [`${kind} acts on the network, and ${name} listens on a Unix socket: leave \`listen\` out`] : [];
}

function tlsProblems({kind, needsTls}: FaultParts, {name, kind: app, tls}: UpstreamPlan): readonly string[] {
	if (needsTls === undefined || (tls !== null && (tls.needsName || needsTls === 'any'))) {
		return [];
	}

	return needsTls === 'any'
		? [`${kind} acts on TLS, and ${name} speaks none: write \`${app}({tls: true})\``]
		: [`${kind} needs an app that refuses clients without a name, and ${name} does not: write \`${app}({tls: {needsName: true}})\``];
}
