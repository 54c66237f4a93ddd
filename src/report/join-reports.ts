// Joins reports, shards of one plan above all, into one report as a single call would have written it. Reports come one by one; of each
// its runs are kept compressed, so that hundreds of them fit in memory.
import {createHash} from 'node:crypto';
import {zstdCompressSync, zstdDecompressSync} from 'node:zlib';
import {GatequakeError} from '../error.ts';
import {joinBaselines} from './join-baselines.ts';
import type {Report, ReportHead, RunReport} from './report.ts';
import type {ReportStream} from './report-stream.ts';
import {totalsOf} from './totals.ts';

/** Runs stand in the order of the plans. Each is unpacked when its turn comes. */
export interface JoinedReport extends ReportStream {
	/** Of each run what it saved, and which report it was taken from: its source as it was added. */
	readonly saved: readonly {readonly files: RunReport['files']; readonly source: string}[];
	/** Sentences for the person who joins: what came twice, and which was taken. */
	readonly notes: readonly string[];
}

interface Part extends ReportHead {
	readonly source: string;
}

interface KeptRun extends Pick<RunReport, 'id' | 'startedAt' | 'verdict' | 'cleanup' | 'files'> {
	readonly source: string;
	readonly planHash: string;
	readonly packed: Uint8Array;
}

export class ReportJoiner {
	readonly #parts: Part[] = [];
	readonly #runs = new Map<string, KeptRun>();
	readonly #notes: string[] = [];
	/** A run proved nothing and the command was green all the same: `--inconclusive warn`. */
	#isUnprovenGreen = false;

	/** A report whose runs are added after it, one by one. @throws GatequakeError `CANNOT_JOIN` (exit code 2) with the reason why this report is none of those before. */
	addReport(head: ReportHead, source: string): void {
		const [first] = this.#parts;
		if (first !== undefined && first.tool.version !== head.tool.version) {
			throw cannotJoin(
				`${first.source} was written by gatequake ${first.tool.version}, and ${source} by ${head.tool.version}`,
				'join reports of one version only; `gatequake compare` takes reports of any',
			);
		}

		this.#parts.push({...head, source});
	}

	/** A run of the report that was added last. @throws GatequakeError `CANNOT_JOIN` where another plan has a run of this id. */
	addRun(run: RunReport): void {
		const part = this.#parts.at(-1);
		if (part === undefined) throw new RangeError('a run has no report');
		const {id, startedAt, verdict, cleanup, files} = run;
		this.#isUnprovenGreen ||= verdict === 'inconclusive' && part.exitCode === 0;
		this.#keep({
			id,
			startedAt,
			verdict,
			cleanup,
			files,
			source: part.source,
			planHash: part.plan.hash,
			packed: pack(run),
		});
	}

	join(): JoinedReport {
		const parts = this.#parts.toSorted(byShard);
		const [first] = parts;
		if (first === undefined) throw new RangeError('nothing was added');
		const plan = joinPlans(parts);
		const runs = [...new Set([...plan.runs, ...this.#runs.keys()])].flatMap((id) => this.#runs.get(id) ?? []);
		const missing = missingSentences(parts, this.#runs);
		const document = {
			schemaVersion: first.schemaVersion,
			tool: first.tool,
			startedAt: parts.map(({startedAt}) => startedAt).reduce((a, b) => (a < b ? a : b)),
			durationMs: parts.reduce((sum, {durationMs}) => sum + durationMs, 0),
			host: joinHosts(parts),
			command: joinCommands(parts),
			seed: first.seed,
			// What one part did not reach and another did was reached.
			interrupted: missing.length > 0 && parts.some(({interrupted}) => interrupted),
			errors: [...new Set([...parts.flatMap(({errors}) => errors.filter((error) => !this.#isSettled(error))), ...missing])],
			plan,
			shard: null,
			baseline: joinBaselines(
				parts.map(({baseline}) => baseline),
				runs.map(({id}) => id),
			),
			skipped: [...new Map(parts.flatMap(({skipped}) => skipped).map((cell) => [`${cell.scenario} ${cell.gateway}`, cell])).values()],
		};
		return {
			head: {...document, ...totalsOf({...document, runs}, this.#isUnprovenGreen)},
			*runs() {
				for (const {packed} of runs) yield unpack(packed);
			},
			saved: runs.map(({files, source}) => ({files, source})),
			notes: this.#notes,
		};
	}

	#keep(kept: KeptRun): void {
		const {id, startedAt, source, planHash} = kept;
		const before = this.#runs.get(id);
		if (before === undefined) {
			this.#runs.set(id, kept);
			return;
		}

		if (before.planHash !== planHash) {
			throw cannotJoin(
				`${before.source} and ${source} both have a run \`${id}\`, of plans that differ (${before.planHash} and ${planHash})`,
				'join shards of one plan: the same scenarios, configs, flags and --seed; `gatequake compare` holds runs of two plans against each other',
			);
		}

		const isReplaced = before.startedAt !== startedAt && goesBefore(kept, before);
		this.#notes.push(`${id} is in ${before.source} and in ${source}: it counts once, as in ${isReplaced ? source : before.source}`);
		if (isReplaced) this.#runs.set(id, kept);
	}

	/** A run that could not be done here and was done there, or was missing in an earlier join and is here now. */
	#isSettled(error: string): boolean {
		return error.startsWith(missingWord) || [...this.#runs.keys()].some((id) => error.startsWith(`${id}: `));
	}
}

const missingWord = 'missing: ';

/** Of two runs of one cell one that proved something counts, then the worse, then the later. */
function goesBefore(a: KeptRun, b: KeptRun): boolean {
	const ranks = {inconclusive: 0, pass: 1, fail: 2} as const;
	return ranks[a.verdict] === ranks[b.verdict] ? a.startedAt > b.startedAt : ranks[a.verdict] > ranks[b.verdict];
}

function byShard(a: Part, b: Part): number {
	return (a.shard?.index ?? 0) - (b.shard?.index ?? 0) || a.startedAt.localeCompare(b.startedAt);
}

function joinPlans(parts: readonly Part[]): Report['plan'] {
	const plans = new Map(parts.map(({plan}) => [plan.hash, plan]));
	const [hash = ''] = plans.keys();
	const all = createHash('sha256').update([...plans.keys()].join(' '));
	const union = (field: 'gateways' | 'configs') => [...new Set([...plans.values()].flatMap((plan) => plan[field]))];
	return {
		hash: plans.size === 1 ? hash : all.digest('hex').slice(0, 12),
		runs: [...plans.values()].flatMap(({runs}) => runs),
		gateways: union('gateways'),
		configs: union('configs'),
	};
}

/** Plan by plan: shards that are not there, and runs that no report has. */
function missingSentences(parts: readonly Part[], runs: ReadonlyMap<string, KeptRun>): readonly string[] {
	return [...Map.groupBy(parts, ({plan}) => plan.hash).values()].flatMap((shards) => {
		const planned = shards[0]?.plan.runs ?? [];
		const left = planned.filter((id) => !runs.has(id));
		if (left.length === 0) return [];
		const told = `${left.slice(0, 5).join(', ')}${left.length > 5 ? ', …' : ''}`;
		return [...missingShards(shards), `${missingWord}${left.length} of ${planned.length} planned runs: ${told}`];
	});
}

/** Only where all were split in the same number of shards is it known which are not there. */
function missingShards(parts: readonly Part[]): readonly string[] {
	const counts = new Set(parts.map(({shard}) => shard?.of ?? 0));
	const [of = 0] = counts;
	if (counts.size !== 1 || of === 0) return [];
	const there = new Set(parts.map(({shard}) => shard?.index));
	const gone = Array.from({length: of}, (_, index) => index + 1).filter((index) => !there.has(index));
	return gone.length === 0 ? [] : [`${missingWord}shard ${gone.join(', ')} of ${of}`];
}

function joinHosts(parts: readonly Part[]): Report['host'] {
	const words = (field: 'kernel' | 'engine' | 'cgroup') => [...new Set(parts.map(({host}) => host[field]))].sort().join(', ');
	return {
		kernel: words('kernel'),
		cpus: Math.min(...parts.map(({host}) => host.cpus)),
		memoryBytes: Math.min(...parts.map(({host}) => host.memoryBytes)),
		engine: words('engine'),
		cgroup: words('cgroup'),
	};
}

/** The command of the whole, where the parts differ only in which part they were. */
function joinCommands(parts: readonly Part[]): string {
	const commands = new Set(parts.map(({command}) => command.replaceAll(/ --(?:shard|times|output|send)(?:=| )\S+| --sent-is-done/g, '')));
	const [command = ''] = commands;
	return commands.size === 1 ? command : `gatequake merge ${parts.map(({source}) => source).join(' ')}`;
}

/** A copy: what the library gives is the beginning of a buffer ten times as large. */
function pack(run: RunReport): Uint8Array {
	return Uint8Array.from(zstdCompressSync(JSON.stringify(run)));
}

function unpack(packed: Uint8Array): RunReport {
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what was packed is a run.
	return JSON.parse(zstdDecompressSync(packed).toString()) as RunReport;
}

function cannotJoin(why: string, hint: string): GatequakeError {
	return new GatequakeError(`expected reports that can be joined, and these cannot: ${why}`, {code: 'CANNOT_JOIN', exitCode: 2, hint});
}
