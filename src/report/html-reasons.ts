// What did not pass, and why, in plain sentences: the few that fit at the top of the page, and all of them below the matrix.
import {Markup, markup, nothing} from './markup.ts';
import {runKey} from './page-data.ts';
import type {Report, RunReport} from './report.ts';
import {isGreen, runName} from './run-phrases.ts';
import {verdictMark} from './verdict-mark.ts';

interface Notable {
	readonly run: RunReport;
	readonly key: string;
}

const mostAtTop = 3;
const mostReasons = 6;

/** For a reader with ten seconds. */
export function renderTopReasons(report: Pick<Report, 'runs'>): Markup {
	const notable = notableRuns(report);
	if (notable.length === 0) {
		return nothing;
	}

	const groups = grouped(notable, ({run}) => [run.scenario, run.verdict, firstReason(run)]);
	const items = groups
		.slice(0, mostAtTop)
		.map(
			([{run, key}, ...others]) =>
				markup`<li>${verdictMark(run.verdict)}<span><a href="#${key}"><b>${run.scenario}</b> on ${gatewaysOf([run, ...others.map((other) => other.run)])}</a>: ${firstReason(run)}</span></li>`,
		);
	const more = groups.length - mostAtTop;
	return markup`<ul class="top">${items}${more > 0 ? markup`<li><a href="#reasons">and ${more} more, with all reasons</a></li>` : nothing}</ul>`;
}

export function renderReasons(report: Pick<Report, 'runs'>): Markup {
	const notable = notableRuns(report);
	if (notable.length === 0) {
		return nothing;
	}

	return markup`<section class="card" aria-labelledby="reasons"><h2 id="reasons" tabindex="-1">What did not pass, and why</h2>
<ol class="reasons">${grouped(notable, wholeStory).map(reasonsOf)}</ol></section>`;
}

/** Failed before inconclusive before what passed and left something behind. */
function notableRuns({runs}: Pick<Report, 'runs'>): readonly Notable[] {
	const order = {fail: 0, inconclusive: 1, pass: 2} as const;
	return runs
		.map((run, index) => ({run, key: runKey(index)}))
		.filter(({run}) => !isGreen(run))
		.toSorted((a, b) => order[a.run.verdict] - order[b.run.verdict]);
}

/** What came out the same way is said once. */
function grouped(
	notable: readonly Notable[],
	storyOf: (entry: Notable) => readonly string[],
): readonly (readonly [Notable, ...Notable[]])[] {
	const groups = new Map<string, [Notable, ...Notable[]]>();
	for (const entry of notable) {
		const key = JSON.stringify(storyOf(entry));
		const group = groups.get(key);
		if (group === undefined) {
			groups.set(key, [entry]);
		} else {
			group.push(entry);
		}
	}

	return [...groups.values()];
}

function wholeStory({run}: Notable): readonly string[] {
	return [run.scenario, run.verdict, ...allReasons(run), run.diagnosis[0]?.advice ?? ''];
}

function gatewaysOf(runs: readonly RunReport[]): string {
	const labels = [...new Set(runs.map(({gateway}) => gateway.label))];
	return `${labels.slice(0, 3).join(', ')}${labels.length > 3 ? ` and ${labels.length - 3} more` : ''}${runs.length > labels.length ? ` (${runs.length} runs)` : ''}`;
}

function firstReason(run: RunReport): string {
	return run.reasons[0] ?? (run.cleanup.ok ? 'no reason given' : cleanupReason(run));
}

function reasonsOf(group: readonly [Notable, ...Notable[]]): Markup {
	const [{run}] = group;
	const reasons = allReasons(run);
	const more = reasons.length - mostReasons;
	const [cause] = run.diagnosis;
	const links = group.map(
		({run: each, key}) => markup`<li><a id="${key}" href="#${key}">${runName(each).slice(each.scenario.length + 3)}</a></li>`,
	);
	return markup`<li>${verdictMark(run.verdict)}<div><h3>${run.scenario}</h3><ul class="links">${links}</ul>
<ul>${reasons.slice(0, mostReasons).map((reason) => markup`<li>${reason}</li>`)}${more > 0 ? markup`<li class="quiet">and ${more} more</li>` : nothing}</ul>
${cause === undefined ? nothing : markup`<p><span class="tag">${cause.confidence}</span> ${cause.advice}</p>`}</div></li>
`;
}

function allReasons(run: RunReport): readonly string[] {
	return [...run.reasons, ...(run.cleanup.ok ? [] : [cleanupReason(run)])];
}

function cleanupReason({cleanup: {left}}: RunReport): string {
	return `The cleanup failed${left.length > 0 ? `; left behind: ${left.join(', ')}` : ''}.`;
}
