// Runs the stories on gateways, one after the other, and reads the cells off what was saved.
import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {GatequakeError} from '../../src/error.ts';
import type {GatewayKind} from '../../src/gateways/gateway.ts';
import {runSuite} from '../../src/run/run-suite.ts';
import {loadTimeline} from '../../src/run/save-timeline.ts';
import {openRuntime} from '../../src/runtime/open-runtime.ts';
import {makePlans} from '../../src/scenario/make-plans.ts';
import type {PlannedRun} from '../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../src/scenario/plan-options.ts';
import type {Scenario} from '../../src/scenario/scenario.ts';
import type {Timeline} from '../../src/timeline/timeline.ts';
import {readCell} from './read-cell.ts';
import type {Cell} from './read-cell.ts';
import type {Story} from './stories.ts';

export interface MeasuredCell {
	readonly gateway: string;
	readonly version: string;
	readonly story: string;
	/** Null where it could not be measured. */
	readonly cell: Cell | null;
	/** Why it could not be measured, or is not the whole truth. */
	readonly note: string | null;
}

export interface MeasureOptions {
	readonly gateways: readonly GatewayKind[];
	readonly stories: readonly Story[];
	readonly onCell: (cell: MeasuredCell) => void;
}

/** A run that proved nothing is measured again; the machine may have been busy. */
const tries = 3;

export async function measure({gateways, stories, onCell}: MeasureOptions): Promise<readonly MeasuredCell[]> {
	const cells: MeasuredCell[] = [];
	const signal = new AbortController().signal;
	const folder = await mkdtemp(path.join(tmpdir(), 'gatequake-semantics-'));
	try {
		await using runtime = await openRuntime({
			runId: `m${randomBytes(4).toString('hex')}`,
			keep: false,
			progress: (message) => {
				console.log(message);
			},
			signal,
		});
		const timelineOf = async (planned: PlannedRun): Promise<Timeline> => {
			for (let attempt = 1; ; attempt++) {
				const {errors} = await runSuite({
					runtime,
					planned: [planned],
					images: {},
					folder,
					inconclusive: {kind: 'fail'},
					keep: false,
					signal,
					monoNow: () => Number(process.hrtime.bigint()) / 1e6,
					onProgress() {},
					onRunDone() {},
					onKept() {},
				});
				if (errors.length > 0) throw new Error(errors.join('; '));
				const timeline = await loadTimeline(path.join(folder, planned.plan.id));
				const [problem] = timeline.problems;
				if (problem === undefined && timeline.generator?.verdict !== 'invalid') return timeline;
				if (attempt === tries) throw new Error(problem ?? 'the load generator could not keep its schedule');
			}
		};
		for (const kind of gateways) {
			for (const story of stories) {
				const cell = await measureCell(kind, story, timelineOf);
				cells.push(cell);
				onCell(cell);
			}
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}

	return cells;
}

async function measureCell(kind: GatewayKind, story: Story, timelineOf: (planned: PlannedRun) => Promise<Timeline>): Promise<MeasuredCell> {
	const of = {gateway: kind.name, version: '', story: story.name};
	try {
		const alone = await timelineOf(plannedRun(kind, `${story.name}-alone`, story.alone));
		const withPeer =
			story.withPeer === null ? null : await timelineOf(plannedRun(kind, `${story.name}-peer`, withoutCounting(story.withPeer, kind)));
		return {...of, version: alone.parts['gateway']?.version ?? '', cell: readCell(alone, withPeer), note: null};
	} catch (error) {
		// What a gateway lacks is an answer, too.
		return {...of, cell: null, note: error instanceof GatequakeError ? reasonOf(error) : String(error)};
	}
}

/** `file: topology.gateway.queue: nginx has no such option: ...` → the reason alone. */
function reasonOf({message}: GatequakeError): string {
	return message.replace(/^.*topology\.gateway\.\w+: /, '');
}

/** Where a gateway takes nobody out of use by count, it need not be told not to. */
function withoutCounting(scenario: Scenario, {lacks}: GatewayKind): Scenario {
	const {maxFails, ...gateway} = scenario.topology.gateway ?? {};
	return lacks.maxFails === undefined || maxFails === undefined ? scenario : {...scenario, topology: {...scenario.topology, gateway}};
}

function plannedRun(kind: GatewayKind, name: string, scenario: Scenario): PlannedRun {
	const word = name.replaceAll(/[^a-z_]+/gi, '-');
	const {runs} = makePlans(
		[{name: word, file: path.resolve(`${word}.ts`), scenario}],
		plainPlanOptions({gateways: [kind], knownGateways: {[kind.name]: kind}, seed: 1}),
	);
	const [planned] = runs;
	if (planned === undefined) throw new Error(`expected a plan for ${name}, and none was made`);
	return planned;
}
