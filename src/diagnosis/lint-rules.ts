// The gateways whose configs are understood: how a config is read, and the rules that it is held against.
import type {ConfigProblem, ConfigText} from './parse-nginx-config.ts';
import {parseHaproxyConfig} from './parse-haproxy-config.ts';
import {readNginxConfig} from './read-nginx-config.ts';
import type {IncludedTexts} from './read-nginx-config.ts';
import type {ChainFacts, LintRule, Occurrence} from './config-lint.ts';
import {haproxyFailureRules} from './lint/haproxy-failure-rules.ts';
import {haproxyModel} from './lint/haproxy-model.ts';
import {haproxyTimeRules} from './lint/haproxy-time-rules.ts';
import {nginxFailureRules} from './lint/nginx-failure-rules.ts';
import {nginxLimitRules} from './lint/nginx-limit-rules.ts';
import {nginxModel} from './lint/nginx-model.ts';
import {nginxTimeRules} from './lint/nginx-time-rules.ts';

export type LintedGateway = 'nginx' | 'haproxy';

export type RuleWords = Omit<LintRule<never>, 'find'>;

export interface HeldConfig {
	readonly problems: readonly ConfigProblem[];
	readonly notRead: readonly string[];
	readonly files: readonly (string | null)[];
	/** Directives or sections that there are. */
	readonly size: number;
	readonly found: readonly {readonly rule: RuleWords; readonly occurrences: readonly Occurrence[]}[];
}

interface Linter {
	readonly rules: readonly RuleWords[];
	readonly hold: (texts: readonly ConfigText[], included: IncludedTexts, chain: ChainFacts) => HeldConfig;
}

const nginxRules: readonly LintRule<ReturnType<typeof nginxModel>>[] = [...nginxFailureRules, ...nginxTimeRules, ...nginxLimitRules];
const haproxyRules: readonly LintRule<ReturnType<typeof haproxyModel>>[] = [...haproxyFailureRules, ...haproxyTimeRules];

export const linters: Readonly<Record<LintedGateway, Linter>> = {
	nginx: {
		rules: nginxRules,
		hold(texts, included, chain) {
			const read = texts.map((text) => readNginxConfig(text, included));
			const directives = read.flatMap((config) => config.directives);
			const model = nginxModel(directives);
			return {
				problems: read.flatMap(({problems}) => problems),
				notRead: read.flatMap(({notRead}) => notRead),
				files: read.flatMap(({files}) => files),
				size: directives.length,
				found: nginxRules.map((rule) => ({rule, occurrences: rule.find(model, chain)})),
			};
		},
	},
	haproxy: {
		rules: haproxyRules,
		hold(texts, _, chain) {
			const {sections, problems} = parseHaproxyConfig(texts);
			const model = haproxyModel(sections);
			return {
				problems,
				notRead: [],
				files: texts.map(({name}) => name),
				size: sections.length,
				found: haproxyRules.map((rule) => ({rule, occurrences: rule.find(model, chain)})),
			};
		},
	},
};
