// Asks all rules in their order, hands each what the ones before it left, and ranks what they found by the requests that each explains,
// weighed by how sure it is: a certain cause of one request stands behind a likely cause of all the others.
import type {DiagnosisEntry} from '../report/report.ts';
import type {RunEvidence} from './run/evidence.ts';
import type {Trouble} from './run/trouble.ts';
import type {Finding} from './rule.ts';
import {diagnosisRules} from './rules.ts';

const weights = {certain: 1, likely: 0.7, possible: 0.3} as const;
const longest = {evidence: 10, against: 5};

export function diagnose(evidence: RunEvidence, rules = diagnosisRules): readonly DiagnosisEntry[] {
	let left: readonly Trouble[] = evidence.troubles;
	const found: (Finding & {readonly kind: string})[] = [];
	for (const rule of rules) {
		const finding = rule.find(evidence, left);
		if (finding === null) continue;
		found.push({kind: rule.kind, ...finding});
		const explained = new Set(finding.explains);
		left = left.filter((trouble) => !explained.has(trouble));
	}

	const troubles = evidence.troubles.length;
	return found
		.sort(
			(a, b) =>
				weights[b.confidence] * b.explains.length - weights[a.confidence] * a.explains.length ||
				weights[b.confidence] - weights[a.confidence],
		)
		.map(({kind, cause, confidence, advice, evidence: lines, against = [], explains}) => ({
			kind,
			cause,
			confidence,
			advice,
			evidence: [...saidBehind(explains), ...lines].slice(0, longest.evidence),
			against: [...against, ...notExplained(explains.length, troubles)].slice(0, longest.against),
			requests: explains.length,
		}));
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
