// Asks all rules in their order, hands each what the ones before it left, and ranks what they found by the requests that each explains,
// weighed by how sure it is: a certain cause of one request stands behind a likely cause of all the others. What would look alike in the
// same evidence is listed, too, behind every other cause of a fair share of the requests.
import type {DiagnosisEntry} from '../report/report.ts';
import type {RunEvidence} from './run/evidence.ts';
import type {Trouble} from './run/trouble.ts';
import type {DiagnosisRule, Finding} from './rule.ts';
import {diagnosisRules} from './rules.ts';

const weights = {certain: 1, likely: 0.7, possible: 0.3} as const;
const rivalWeight = 0.02;
const longest = {evidence: 10, against: 5};

type Found = Finding & {readonly kind: string};

export function diagnose(evidence: RunEvidence, rules = diagnosisRules): readonly DiagnosisEntry[] {
	let left: readonly Trouble[] = evidence.troubles;
	const found: Found[] = [];
	for (const rule of rules) {
		const finding = rule.find(evidence, left);
		if (finding === null) continue;
		found.push({kind: rule.kind, ...finding});
		const explained = new Set(finding.explains);
		left = left.filter((trouble) => !explained.has(trouble));
	}

	return [
		...found.map((each) => ({each, isRival: false, weight: weights[each.confidence]})),
		...rivalsOf(found, rules).map((each) => ({each, isRival: true, weight: rivalWeight})),
	]
		.sort((a, b) => b.weight * b.each.explains.length - a.weight * a.each.explains.length || b.weight - a.weight)
		.map(({each: {kind, cause, confidence, advice, evidence: lines, against = [], explains}}) => ({
			kind,
			cause,
			confidence,
			advice,
			evidence: [...saidBehind(explains), ...lines].slice(0, longest.evidence),
			against: [...against, ...notExplained(explains.length, evidence.troubles.length)].slice(0, longest.against),
			requests: explains.length,
		}));
}

/** Each kind once, and none that was found by its own rule. */
function rivalsOf(found: readonly Found[], rules: readonly DiagnosisRule[]): readonly Found[] {
	const known = new Set(found.map(({kind}) => kind));
	return found.flatMap(({kind: likelier, rivals = [], evidence, explains}) =>
		rivals.flatMap(({kind, tell}): readonly Found[] => {
			const summary = rules.find((rule) => rule.kind === kind)?.summary;
			if (known.has(kind) || summary === undefined) return [];
			known.add(kind);
			return [
				{
					kind,
					cause: `or: ${summary}`,
					confidence: 'possible',
					advice: tell,
					evidence,
					against: [`${likelier} fits this evidence better`],
					explains,
				},
			];
		}),
	);
}

function notExplained(explained: number, troubles: number): readonly string[] {
	return explained === 0 || explained > troubles * 0.9 ? [] : [`it explains ${explained} of ${troubles} requests that did not go well`];
}

/** Where the gateway under test names no cause, and one behind it does. */
function saidBehind(explains: readonly Trouble[]): readonly string[] {
	const parts = explains.flatMap(({lines}) => lines.flatMap(({part}) => part ?? []));
	return [...Map.groupBy(parts, (part) => part)].map(
		([part, said]) => `${part}, a gateway behind this one, says so (${said.length} lines); this one passed its answers on`,
	);
}
