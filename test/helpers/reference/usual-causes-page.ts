// The right column of docs/usual-causes.md is made: what scenarios expect clients of nginx to get.
import path from 'node:path';
import type {ResolvedExpectation} from '../../../src/expectations/expectation.ts';
import {gateways} from '../../../src/gateways/gateways.ts';
import {nginx} from '../../../src/gateways/nginx.ts';
import {loadScenarios} from '../../../src/scenario/load-scenario.ts';
import {makePlans} from '../../../src/scenario/make-plans.ts';
import type {MadePage} from './made-page.ts';
import {plainPlanOptions} from '../../../src/scenario/plan-options.ts';

export const usualCausesPage: MadePage = {file: 'docs/usual-causes.md', make: withAnswers};

/** A row of the table: what to check, links to scenarios, what clients of nginx get. */
const row = /^\| (?<what>[^|]+) \| (?<links>[^|]*\]\([^|]*) \|[^|]*\|$/;

/** The text with its right column as scenarios have it. @throws Error where a row names what is no scenario. */
export async function withAnswers(text: string): Promise<string> {
	const answers = await answersByScenario();
	const lines = text.split('\n').map((line) => {
		const {what, links} = row.exec(line)?.groups ?? {};
		if (what === undefined || links === undefined) return line;
		const words = scenariosIn(links).flatMap((name) => {
			const known = answers.get(name);
			if (known === undefined) throw new Error(`"${what}" names ${name}, and there is no such scenario`);
			return known;
		});
		return `| ${what} | ${links} | ${[...new Set(words)].join(', ')} |`;
	});
	return lines.join('\n');
}

/** In the order of the links. The words and the place of each must agree. */
export function scenariosIn(links: string): readonly string[] {
	return [...links.matchAll(/\[([^\]]+)\]\(\.\.\/scenarios\/([^)]+)\.ts\)/g)].map(([, name = '', file = '']) => {
		if (name !== file) throw new Error(`the link ${name} leads to ${file}`);
		return name;
	});
}

async function answersByScenario(): Promise<ReadonlyMap<string, readonly string[]>> {
	const {runs, skipped} = makePlans(
		await loadScenarios([], path.parse(process.cwd()).root),
		plainPlanOptions({gateways: [nginx], knownGateways: gateways, seed: 1}),
	);
	return new Map([
		...skipped.map(({scenario}) => [scenario, ['not on nginx']] as const),
		...runs.map(({plan}) => [plan.scenario, saidBy(plan.expectations)] as const),
	]);
}

/** Bad answers; where none are named, what else shows the story to clients. */
function saidBy(expectations: readonly ResolvedExpectation[]): readonly string[] {
	const bad = expectations.flatMap(answersOf);
	if (bad.length > 0) return bad;
	return [expectations.map(shownBy).find((words) => words !== null) ?? 'some errors'];
}

function shownBy({kind, options: {window = kind === 'noErrors' ? 'run' : 'fault', method, none}}: ResolvedExpectation): string | null {
	if (kind === 'noErrors' && method === undefined && ['fault', 'run'].includes(String(window))) return 'no error';
	if (kind === 'outage' && none !== true) return 'an outage';
	return kind === 'latency' ? 'slow answers' : null;
}

/** What an expectation says that clients get, but for answers that are good. */
function answersOf({kind, options, answers = []}: ResolvedExpectation): readonly string[] {
	const {is, by, at, share} = options;
	const isNone = Array.isArray(share) && share[1] === 0;
	if (isNone || at === 'inner') return [];
	switch (kind) {
		case 'errors':
			return answers.map(String);
		case 'status':
			return [is].flat().flatMap((answer) => {
				if (answer === 200) return by === 'gateway' ? ['200 of others'] : [];
				return [by === 'upstream' && typeof answer === 'number' ? `${answer} passed` : String(answer)];
			});
		default:
			return [];
	}
}
