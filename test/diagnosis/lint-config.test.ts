// Each rule with a config that breaks it and one that keeps it; the second is what a person would make of the first.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv} from 'ajv';
import {lintConfig} from '../../src/diagnosis/lint-config.ts';
import type {ChainFacts, ConfigLint} from '../../src/diagnosis/config-lint.ts';
import {linters} from '../../src/diagnosis/lint-rules.ts';
import type {LintedGateway} from '../../src/diagnosis/lint-rules.ts';
import type {GatequakeError} from '../../src/error.ts';
import {gateways as gatewayKinds} from '../../src/gateways/gateways.ts';
import {loadScenarios} from '../../src/scenario/load-scenario.ts';
import {makePlans} from '../../src/scenario/make-plans.ts';
import {plainPlanOptions} from '../../src/scenario/plan-options.ts';
import {makeSchema, schemaText} from '../helpers/json-schema.ts';
import {haproxyPairs, nginxPairs} from '../helpers/lint-pairs.ts';
import type {LintPair} from '../helpers/lint-pairs.ts';
import {configLintSchema, rewriteHint} from '../helpers/published-schemas.ts';

const unknown: ChainFacts = {
	frontTimeoutMs: null,
	frontKeepaliveMs: null,
	appTimeoutMs: null,
	appKeepaliveMs: null,
	headerBytes: null,
	headersRefused: null,
};

function lint(gateway: LintedGateway, text: string, chain: Partial<ChainFacts> = {}, allowed: readonly string[] = []): ConfigLint {
	return lintConfig({gateway, texts: [{name: 'file', text}], included: () => null, chain: {...unknown, ...chain}, allowed});
}

function rulesOf({findings}: ConfigLint): readonly string[] {
	return findings.map(({rule}) => rule);
}

const pairs = {nginx: nginxPairs, haproxy: haproxyPairs} as const;
const gateways = ['nginx', 'haproxy'] as const;

for (const gateway of gateways) {
	for (const {rule, about, broken, line, kept, chain} of pairs[gateway] satisfies readonly LintPair[]) {
		test(`${gateway}: ${rule} is found where it is, and not where it is not: ${about}`, (t) => {
			const found = lint(gateway, broken, chain).findings.find((finding) => finding.rule === rule);
			t.is(found?.line, line, JSON.stringify(found));
			t.false(rulesOf(lint(gateway, kept, chain)).includes(rule), kept);
		});
	}

	test(`${gateway}: each rule has a pair of configs, and no pair is left over`, (t) => {
		const rules = linters[gateway].rules.map(({id}) => id).sort();
		t.deepEqual([...new Set(pairs[gateway].map(({rule}) => rule))].sort(), rules);
	});

	test(`${gateway}: each rule names scenarios that there are, and one at least that this gateway runs`, async (t) => {
		const scenarios = await loadScenarios([], '/');
		for (const {id, scenarios: named} of linters[gateway].rules) {
			const found = named.map((name) => scenarios.find((scenario) => scenario.name === name));
			t.true(
				found.every((scenario) => scenario !== undefined),
				`${id}: ${named.join(', ')}`,
			);
			t.true(
				found.some((each) => !('skip' in (each?.scenario.differs?.[gateway] ?? {}))),
				id,
			);
		}
	});
}

for (const [gateway, file] of [
	['nginx', 'nginx.txt'],
	['haproxy', 'haproxy.txt'],
] as const) {
	test(`${gateway}: the config that Debian ships has nothing to find`, (t) => {
		const text = readFileSync(new URL(`../fixtures/lint/debian-trixie/${file}`, import.meta.url), 'utf8');
		t.deepEqual(rulesOf(lint(gateway, text)), []);
	});

	test(`${gateway}: the scenarios that each rule names can be planned for it, alone, as \`gatequake run\` does`, async (t) => {
		for (const {id, scenarios} of linters[gateway].rules) {
			const loaded = await loadScenarios(scenarios, '/');
			t.deepEqual(
				loaded.map(({name}) => name),
				[...scenarios],
				id,
			);
			const {runs, skipped} = makePlans(
				loaded,
				plainPlanOptions({
					gateways: Object.values(gatewayKinds).filter(({name}) => name === gateway),
					knownGateways: gatewayKinds,
					seed: 1,
				}),
			);
			t.true(runs.length > 0, `${id}: ${JSON.stringify(skipped)}`);
			t.is(runs.length + skipped.length, scenarios.length, id);
		}
	});
}

test('what is the same in several places is one finding with all of them', (t) => {
	const text = `events { worker_connections 4096; }
http {
	server { location /a { proxy_pass http://api:80; } }
	server { location /b { proxy_pass http://api:80; } }
}`;
	const found = lint('nginx', text).findings.find(({rule}) => rule === 'connect-timeout-long');
	t.deepEqual([found?.line, found?.alsoAt], [3, ['file:4']]);
});

test('the worst comes first, counts agree, and the command runs the scenarios of all', (t) => {
	const result = lint('nginx', nginxPairs.find(({rule}) => rule === 'retries-repeat-posts')?.broken ?? '');
	t.is(result.findings[0]?.severity, 'error');
	t.is(result.counts.error + result.counts.warning + result.counts.note, result.findings.length);
	t.regex(result.run ?? '', /^gatequake run posts-retried posts-not-retried .*--gateway nginx$/);
});

test('a rule that is allowed is silent, and the document says so', (t) => {
	const broken = nginxPairs.find(({rule}) => rule === 'retries-repeat-posts')?.broken ?? '';
	const result = lint('nginx', broken, {}, ['retries-repeat-posts']);
	t.false(rulesOf(result).includes('retries-repeat-posts'));
	t.deepEqual(result.allowed, ['retries-repeat-posts']);
});

test('what is no config, or half of one, is refused with its line', (t) => {
	const refused = (gateway: LintedGateway, text: string) => {
		const error = t.throws<GatequakeError>(() => lint(gateway, text));
		t.deepEqual([error?.code, error?.exitCode], ['BAD_CONFIG', 2]);
		return error?.message ?? '';
	};
	t.regex(refused('nginx', 'http {\n\tserver {\n}\n'), /file:1: expected a } for the block `http`/);
	t.regex(refused('nginx', '\u007FELF\0\0'), /file is binary/);
	t.regex(refused('nginx', ''), /not one directive/);
	t.regex(refused('nginx', 'global\n\tmaxconn 3\n'), /file:1: expected `global` to end with ; or {/);
	t.regex(refused('haproxy', 'http {\n}\n'), /file:1: expected a section such as global.*`http` came/);
	t.regex(refused('haproxy', '# empty\n'), /not one directive/);
});

test('a text without a name is cited by its lines alone', (t) => {
	const result = lintConfig({
		gateway: 'nginx',
		texts: [{name: null, text: 'events { worker_connections 100; } http { server { location / { proxy_pass http://10.0.0.1; } } }'}],
		included: () => null,
		chain: unknown,
		allowed: [],
	});
	t.deepEqual(result.files, ['-']);
	t.is(result.findings.find(({rule}) => rule === 'connections-few')?.file, null);
});

test('the published schema is what the types say, and the findings follow it', (t) => {
	t.is(readFileSync(configLintSchema.at, 'utf8'), schemaText(configLintSchema), rewriteHint);
	const follows = new Ajv({allErrors: true, allowUnionTypes: true}).compile(makeSchema(configLintSchema, {strict: true}));
	const document: unknown = JSON.parse(JSON.stringify(lint('nginx', nginxPairs[0]?.broken ?? '')));
	t.true(follows(document), JSON.stringify(follows.errors?.slice(0, 3)));
});
