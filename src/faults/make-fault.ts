// Makes a fault value from its parts. A mistake in its options is kept, not thrown, so that a scenario's problems are all told at once.
import type {OptionProblem} from '../expectations/expectation.ts';
import {checkOptions} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {FaultNeeds, UpstreamPlan} from '../scenario/plan.ts';
import {makerOf, serverOf, servers} from '../servers/servers.ts';
import type {Ability} from '../upstreams/upstream.ts';
import type {ArmedFault, Fault, FaultContext} from './fault.ts';
import {insteadOf} from './foreign-instead.ts';

/** What a fault of your own is made from, by `makeFault()`. */
export interface FaultParts {
	readonly kind: string;
	readonly options: Readonly<Record<string, unknown>>;
	readonly checkers: Readonly<Record<string, Checker>>;
	readonly describe: string;
	readonly effect: Fault['effect'];
	/** Upstreams that the fault acts on, what their apps and servers must be able to do, and whether they must listen on a Unix socket. */
	readonly upstreams?: readonly string[];
	readonly needs?: Ability | readonly Ability[];
	/** Whether it asks the supervisor for something that PM2, in its place, does not do. */
	readonly needsSupervisor?: boolean;
	readonly needsSocket?: boolean;
	/** It asks nothing of programs inside the containers: it works on a stack that is not ours, too. */
	readonly onForeign?: true;
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

/** A fault of your own. A mistake in its options is kept, not thrown, so that all problems of a scenario are told at once. */
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
			...checkForeign(parts, topology),
			...checkUpstreams(parts, topology),
			...(parts.check?.(topology) ?? []),
		],
		inject: (context) => parts.inject(context),
	};
}

/** On a stack that is not ours there is what the engine and the kernel can do, and nothing else. */
function checkForeign({kind, onForeign, network = []}: FaultParts, {gateway}: CheckedTopology): readonly OptionProblem[] {
	if (gateway.foreign === undefined) return [];
	if (onForeign === undefined)
		return [
			{path: 'fault', message: `${kind} needs a program of Gatequake's inside the container, and this stack is yours: ${insteadOf(kind)}`},
		];
	const {container} = gateway.foreign;
	return network.flatMap(({part, sysctls, nameService, hostCgroups}) => [
		...(part === 'gateway' && container === null
			? [{path: 'fault', message: `${kind} acts on the gateway, and an external one has no container here: name an upstream`}]
			: []),
		...(sysctls === undefined && nameService !== true && hostCgroups !== true
			? []
			: [
					{
						path: 'fault',
						message: `${kind} with these options needs settings of the container from its start on, and this stack is yours: ${insteadOf(kind)}`,
					},
				]),
	]);
}

function checkUpstreams(parts: FaultParts, {upstreams}: CheckedTopology): readonly OptionProblem[] {
	const {kind, upstreams: wanted = []} = parts;
	return wanted.flatMap((name) => {
		const upstream = upstreams.find((candidate) => candidate.name === name);
		if (upstream === undefined) {
			const message = `${kind} acts on \`${name}\`, and the topology has ${upstreams.map((candidate) => candidate.name).join(', ')}`;
			return [{path: 'fault.upstream', message}];
		}

		const messages = [...abilityProblems(parts, upstream), ...listenProblems(parts, upstream), ...tlsProblems(parts, upstream)];
		return messages.map((message) => ({path: 'fault', message}));
	});
}

/** What an app cannot do, and who can. Under PM2 nobody gives it orders, whatever its kind. */
function abilityProblems({kind, needs = [], needsSupervisor = false}: FaultParts, upstream: UpstreamPlan): readonly string[] {
	const {name, pm2} = upstream;
	const wanted = [needs].flat();
	const lacking = wanted.filter((ability) => !upstream.abilities.includes(ability));
	if (pm2 !== null) {
		return needsSupervisor || lacking.length > 0
			? [`${kind} gives orders to the process manager of ${name}, and PM2 takes none: leave \`pm2\` out`]
			: [];
	}

	const able = Object.values(servers).filter(({abilities}) => wanted.every((ability) => abilities.includes(ability)));
	const words = able.map((server) => `\`${makerOf(server)}()\``).join(' or ');
	return lacking.map(
		(ability) =>
			`${kind} asks the app on ${name} to \`${ability}\`, which \`${makerOf(serverOf(upstream))}()\` cannot: write ${words} in its place`,
	);
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
