// From the text of a gateway's config to what it does once something fails. A text that cannot be read whole is refused: half a config
// would be blamed for what stands in the other half.
import {GatequakeError} from '../error.ts';
import {version} from '../version.ts';
import type {ConfigText} from './parse-nginx-config.ts';
import type {IncludedTexts} from './read-nginx-config.ts';
import type {ChainFacts, ConfigLint, Finding, Place, Severity} from './config-lint.ts';
import {linters} from './lint-rules.ts';
import type {HeldConfig, LintedGateway} from './lint-rules.ts';

export type {ConfigText, IncludedTexts};

export interface LintOrder {
	readonly gateway: LintedGateway;
	readonly texts: readonly ConfigText[];
	readonly included: IncludedTexts;
	readonly chain: ChainFacts;
	/** Rules that stay silent. */
	readonly allowed: readonly string[];
}

/** @throws GatequakeError `BAD_CONFIG` where a text is no config of that gateway, or breaks off. */
export function lintConfig({gateway, texts, included, chain, allowed}: LintOrder): ConfigLint {
	for (const {name, text} of texts) {
		if (text.includes('\0')) throw refusal(gateway, `${name ?? 'it'} is binary`);
	}

	const held = linters[gateway].hold(texts, included, chain);
	const [problem] = held.problems;
	if (problem !== undefined) {
		throw refusal(
			gateway,
			held.problems
				.slice(0, 5)
				.map((each) => `${placeText(each)}: ${each.problem}`)
				.join('\n'),
		);
	}

	if (held.size === 0) throw refusal(gateway, 'there is not one directive in it');
	const findings = findingsOf(held, new Set(allowed));
	const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
	const scenarios = [...new Set(findings.flatMap((finding) => finding.scenarios))];
	return {
		schemaVersion: 1,
		tool: {name: 'gatequake', version},
		gateway,
		files: [...new Set(held.files.map((file) => file ?? '-'))],
		notRead: held.notRead,
		chain,
		findings,
		allowed,
		counts: {error: count('error'), warning: count('warning'), note: count('note')},
		run: scenarios.length === 0 ? null : `gatequake run ${scenarios.join(' ')} --gateway ${gateway}`,
	};
}

const order: readonly Severity[] = ['error', 'warning', 'note'];

/** What is the same in several places is one finding. */
function findingsOf({found}: HeldConfig, allowed: ReadonlySet<string>): readonly Finding[] {
	const findings = found
		.filter(({rule}) => !allowed.has(rule.id))
		.flatMap(({rule, occurrences}) =>
			[...Map.groupBy(occurrences, ({why, change}) => `${why}\n${change}`).values()].flatMap((same) => {
				const [first, ...others] = same;
				if (first === undefined) return [];
				const places = [...new Set(others.map(({place}) => placeText(place)))].filter((place) => place !== placeText(first.place));
				return [
					{
						rule: rule.id,
						severity: rule.severity,
						file: first.place.file,
						line: first.place.line,
						alsoAt: places,
						what: first.what,
						why: first.why,
						change: first.change,
						scenarios: rule.scenarios,
					},
				];
			}),
		);
	return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

function placeText({file, line}: Place): string {
	return file === null ? `line ${line}` : `${file}:${line}`;
}

function refusal(gateway: LintedGateway, what: string): GatequakeError {
	return new GatequakeError(`expected a config of ${gateway}, and it cannot be read whole:\n${what}`, {
		code: 'BAD_CONFIG',
		exitCode: 2,
		hint: {
			nginx: 'is --gateway right? `nginx -t` says what nginx thinks of it, and `nginx -T` prints all of it',
			haproxy: 'is --gateway right? `haproxy -c -f FILE` says what HAProxy thinks of it',
		}[gateway],
	});
}
