// What a scenario on somebody else's stack is planned with: the kind of its gateway, which container stands for which part, and what cannot
// be asked of parts that hold no program of Gatequake's.
import {existsSync} from 'node:fs';
import path from 'node:path';
import {rules} from '../expectations/rules.ts';
import {edgeDialects} from '../gateways/edge-dialects.ts';
import {foreignGateway} from '../gateways/foreign-gateway.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {defaultLoad} from './defaults.ts';
import type {LoadOptions} from './load-options.ts';
import type {LoadedScenario} from './load-scenario.ts';
import type {ForeignGateway, UpstreamPlan} from './plan.ts';
import type {PlanOptions} from './plan-options.ts';
import {nameIn, portIn} from './stack.ts';
import type {Stack} from './stack.ts';
import type {StackPlan} from './stack-plan.ts';

/** Instead of the gateways that the call names: such a scenario brings its own. */
export function stackGateway({software}: Stack, known: Readonly<Record<string, GatewayKind>>): GatewayKind {
	return foreignGateway(software, known);
}

/** `scenarioFile`: beside it stands the compose file. */
export function planStack({by, file, url, gateway, upstreams, software = ''}: Stack, scenarioFile: string): StackPlan {
	return {
		by,
		composeFile: file === undefined ? null : path.resolve(path.dirname(scenarioFile), file),
		url: new URL(url).href,
		containers: {
			...(gateway === null ? {} : {gateway}),
			...Object.fromEntries(upstreams.map((upstream, index) => [`app${index + 1}`, nameIn(upstream)])),
		},
		ownStatuses: edgeDialects[software]?.ownStatuses ?? [],
	};
}

export function foreignPart({gateway, software = ''}: Stack, known: Readonly<Record<string, GatewayKind>>): ForeignGateway {
	return {container: gateway, logRead: gateway !== null && known[software] !== undefined};
}

/** 0 where it is found out when the stack is looked at. */
export function stackPort({upstreams}: Stack, index: number): UpstreamPlan['port'] {
	return portIn(upstreams[index] ?? '') ?? 0;
}

/** Careful with what is somebody's: GETs only, of the URL's own path, at a low rate, unless the scenario says otherwise. */
export function stackLoad({url}: Stack, load: LoadOptions = {}): LoadOptions {
	const {protocol, hostname, pathname} = new URL(url);
	return {
		...defaultStackLoad,
		path: pathname,
		...(protocol === 'https:' ? {tls: {serverName: hostname}} : {}),
		...load,
	};
}

const defaultStackLoad: LoadOptions = {ratePerSecond: Math.min(50, defaultLoad.ratePerSecond), postShare: 0};

/** What such a scenario asks that its parts cannot give, and what to write instead. */
export function stackProblems(
	{
		file,
		scenario: {
			topology: {stack},
			expect,
			load,
			capacity,
		},
	}: LoadedScenario,
	{configs, settings, knownGateways}: PlanOptions,
): readonly string[] {
	if (stack === undefined) return [];
	const known = [...Object.keys(knownGateways), ...Object.keys(edgeDialects)];
	const gateway = {log: foreignPart(stack, knownGateways).logRead, statuses: known.includes(stack.software ?? '')};
	const {composeFile} = planStack(stack, file);
	return [
		...(composeFile === null || existsSync(composeFile) ? [] : [`topology.stack.file: there is no compose file ${composeFile}`]),
		...(stack.software === undefined || known.includes(stack.software)
			? []
			: [`topology.stack.software: there is no \`${stack.software}\`: write one of ${known.join(', ')}, or leave it out`]),
		...(configs.length + settings.length > 0
			? ['--config and --set are told to gateways that Gatequake starts, and this one is yours']
			: []),
		...(capacity === undefined ? [] : ['capacity: it is measured by as many requests as possible, which is not done to a stack of yours']),
		...(load?.saturation === undefined || load.saturation === null
			? []
			: ['load.saturation: it sends as many requests as possible, which is not done to a stack of yours']),
		...expect.flatMap(({kind, options}, index) => {
			const reason = rules.find((rule) => rule.kind === kind)?.onForeign?.(options, gateway) ?? null;
			return reason === null ? [] : [`expect[${index}]: ${kind}: ${reason}`];
		}),
	];
}
