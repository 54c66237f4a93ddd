// Before anything is touched that Gatequake did not start: what would be done, to which containers, and how it is taken back. A person at a
// terminal is asked; others say `--yes`.
import {createInterface} from 'node:readline/promises';
import {GatequakeError, exitCodes} from '../error.ts';
import {connectEngine} from '../runtime/engine.ts';
import {foreignFacts} from '../runtime/foreign-container.ts';
import type {ForeignFacts} from '../runtime/runtime.ts';
import type {RunPlan, StackPlan} from '../scenario/plan.ts';
import {stackTarget} from '../topology/stack-target.ts';
import type {Permission} from '../topology/stack-target.ts';
import type {CommandContext} from './command.ts';

export interface Agreement {
	readonly permission: Permission;
	readonly generatorEngines: readonly string[];
	/** Said on the command line. */
	readonly isAgreed: boolean;
}

type StackRun = RunPlan & {readonly stack: StackPlan};

/** @throws GatequakeError `NOT_AGREED` where nobody agreed; whatever else cannot be (no such container, no such target) is told here, too. */
export async function agreeOnStacks(
	plans: readonly RunPlan[],
	{permission, generatorEngines, isAgreed}: Agreement,
	context: CommandContext,
): Promise<void> {
	const theirs = plans.filter((plan): plan is StackRun => plan.stack !== undefined && plan.stack.by !== 'compose');
	if (theirs.length === 0) return;
	const from = generatorEngines.length === 0 ? '' : `, from here and from ${generatorEngines.join(', ')}`;
	const {docker} = await connectEngine();
	for (const runs of Map.groupBy(theirs, ({scenario}) => scenario).values()) {
		const [plan] = runs;
		if (plan === undefined) continue;
		const facts = new Map(
			await Promise.all(
				Object.entries(plan.stack.containers).map(async ([part, name]) => [part, await foreignFacts(docker, name)] as const),
			),
		);
		const target = await stackTarget({
			url: plan.stack.url,
			gateway: facts.get('gateway') ?? null,
			names: [],
			permission,
			fromElsewhere: generatorEngines.length > 0,
		});
		context.stdout.write(
			`${sentences(plan, runs.length, facts, `${target.address}:${target.port} (${target.because})${from}`).join('\n')}\n`,
		);
	}

	if (isAgreed) return;
	// Scripts have no terminal, and nobody to ask.
	const answer = context.stdout.isTTY && process.stdin.isTTY ? await ask(context) : null;
	if (answer !== null && /^y(?:es)?$/i.test(answer.trim())) return;
	throw new GatequakeError(
		answer === null
			? 'expected your word before containers of yours are touched, and there is no terminal to ask at'
			: 'you did not agree, so nothing was touched',
		{
			code: 'NOT_AGREED',
			exitCode: exitCodes.usage,
			hint: 'add --yes to agree',
		},
	);
}

function sentences(plan: StackRun, runs: number, facts: ReadonlyMap<string, ForeignFacts>, target: string): readonly string[] {
	const {load, phases, fault, mode} = plan;
	const seconds = Object.values(phases).reduce((sum, ms) => sum + ms, 0) / 1000;
	const acts = fault !== null && mode !== 'withheld';
	return [
		`${plan.scenario}${runs === 1 ? '' : `, ${runs} times`}: on containers that are yours`,
		...[...facts].map(([part, {name, image, running}]) => `  ${part}: ${name} (${image.image}${running ? '' : ', not running'})`),
		`  load: ${load.ratePerSecond} requests a second for some ${seconds} s, ${load.postShare === 0 ? 'GET' : `GET and POST (${load.postShare * 100} %)`} ${load.path}, to ${target}`,
		acts ? `  fault: ${fault.describe}, for ${phases.faultMs / 1000} s` : '  fault: none',
		...(acts
			? [
					'  undo: recorded before it acts; carried out at the end, when the run is interrupted, and by a process of its own when it is killed',
				]
			: []),
		'  beside them: a load generator on their network and a helper in the network namespace of each, removed at the end',
	];
}

async function ask({stdout, signal}: CommandContext): Promise<string> {
	const reader = createInterface({input: process.stdin, output: stdout});
	try {
		return await reader.question('go on? [y/N] ', {signal});
	} finally {
		reader.close();
	}
}
