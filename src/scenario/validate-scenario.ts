// Checks a loaded value against the shape of a Scenario: all problems at once, each with its path and what to write instead.
import {
	array,
	boolean,
	checkOptions,
	isRecord,
	nullable,
	number,
	object,
	oneOf,
	problem,
	record,
	required,
	string,
} from '../expectations/options.ts';
import type {Checker} from '../expectations/options.ts';
import type {ExpectationRule, OptionProblem} from '../expectations/expectation.ts';
import {rules as shipped} from '../expectations/rules.ts';
import {nearestName} from '../expectations/nearest-name.ts';
import type {Fault} from '../faults/fault.ts';
import {servers} from '../servers/servers.ts';
import {loadChecker, startsWithSlash} from './load-options.ts';
import type {Scenario} from './scenario.ts';
import {hasStack, stackTopology} from './validate-stack.ts';

/** Either the scenario, typed, or its problems. */
export type Checked = {readonly ok: true; readonly scenario: Scenario} | {readonly ok: false; readonly problems: readonly OptionProblem[]};

/** `rules`: of all expectations there are. */
export function validateScenario(value: unknown, rules: readonly ExpectationRule[] = shipped): Checked {
	const problems: OptionProblem[] = [];
	return isScenario(value, rules, problems) ? {ok: true, scenario: value} : {ok: false, problems};
}

/** Every field is checked, so a value without problems has the scenario's shape. */
function isScenario(value: unknown, rules: readonly ExpectationRule[], problems: OptionProblem[]): value is Scenario {
	problems.push(...checkOptions(value, '', scenarioCheckers(rules)), ...checkNames(value));
	return problems.length === 0;
}

const positive = number({min: 1, max: 86_400_000});
const durationMs = number({min: 0, max: 86_400_000});

/** Small, for a file system in memory is the machine's own; large enough for a record of 4 KiB for each POST of a run. */
const memoryPlace = object({
	on: required(oneOf(['memory', 'disk'])),
	bytes: required(number({min: 1024 * 1024, max: 128 * 1024 * 1024, integer: true})),
});
const diskPlace = object({on: required(oneOf(['memory', 'disk']))});

function dataPlace(value: unknown, path: string): readonly OptionProblem[] {
	return (isRecord(value) && value['on'] === 'memory' ? memoryPlace : diskPlace)(value, path);
}

const tlsOptions = nullable(object({needsName: boolean}));

function upstreamTls(value: unknown, path: string): readonly OptionProblem[] {
	return typeof value === 'boolean' ? [] : tlsOptions(value, path);
}

const upstream = object({
	// Asked each time: a project may have kinds of its own.
	kind: required((value, path) => oneOf(Object.keys(servers))(value, path)),
	listen: oneOf(['tcp', 'unix']),
	port: number({min: 1, max: 65_535, integer: true}),
	memoryBytes: nullable(number({min: 32 * 1024 * 1024, integer: true})),
	restart: object({
		policy: required(oneOf(['no', 'on-success', 'on-failure', 'on-abnormal', 'always'])),
		delayMs: required(durationMs),
		maxDelayMs: nullable(durationMs),
		steps: number({min: 0, max: 1000, integer: true}),
		startLimit: nullable(object({burst: required(number({min: 1, integer: true})), intervalMs: required(positive)})),
	}),
	onTerm: oneOf(['drain', 'die', 'ignore']),
	data: nullable(dataPlace),
	pool: nullable(
		object({connections: number({min: 1, max: 1000, integer: true}), waitMs: nullable(number({min: 1, max: 86_400_000})), reuse: boolean}),
	),
	pm2: nullable(
		object({
			expBackoffRestartDelayMs: required(positive),
			maxRestarts: required(number({min: 1, integer: true})),
			minUptimeMs: required(positive),
		}),
	),
	serviceMs: durationMs,
	aliases: array(string),
	idleTimeoutMs: positive,
	backlog: number({min: 1, max: 65_535, integer: true}),
	receiveBufferBytes: nullable(number({min: 4096, integer: true})),
	workers: nullable(number({min: 1, max: 1024, integer: true})),
	requestTimeoutMs: nullable(positive),
	graceMs: nullable(durationMs),
	tls: upstreamTls,
});

const gatewayOptionCheckers: Readonly<Record<string, Checker>> = {
	connectTimeoutMs: positive,
	readTimeoutMs: positive,
	retries: oneOf(['off', 'safe', 'all']),
	upstreamKeepalive: number({min: 0, integer: true}),
	responseHeaderBytes: number({min: 512, integer: true}),
	maxFails: number({min: 0, integer: true}),
	failTimeoutMs: durationMs,
	upstreams: array(string, {minLength: 1}),
	weights: record(number({min: 1, max: 256, integer: true})),
	backups: array(string),
	healthCheck: nullable(
		object({
			path: required(startsWithSlash),
			intervalMs: required(positive),
			timeoutMs: required(positive),
			failAfter: required(number({min: 1, integer: true})),
			passAfter: required(number({min: 1, integer: true})),
		}),
	),
	upstreamConnections: nullable(number({min: 1, integer: true})),
	queue: nullable(object({length: required(number({min: 1, integer: true})), timeoutMs: required(positive)})),
	resolver: nullable(object({validMs: required(positive)})),
	hostHeader: nullable(string),
	errorCacheMs: nullable(positive),
	clientConnections: nullable(number({min: 16, integer: true})),
	staticFiles: boolean,
	tls: boolean,
	upstreamTls: object({verify: required(boolean), sendName: required(boolean)}),
};

/** Checks neutral gateway options, wherever they were written. */
export function checkGatewayOptions(value: unknown, path: string): readonly OptionProblem[] {
	return checkOptions(value, path, gatewayOptionCheckers);
}

/** Those before it speak plain HTTP to it. */
const {tls: _plain, ...innerOptionCheckers} = gatewayOptionCheckers;
const innerGateway = object({...innerOptionCheckers, kind: required(string)});

const ownTopology = object({
	upstreams: required(array(upstream, {minLength: 1})),
	gateway: object(gatewayOptionCheckers),
	inner: array(innerGateway),
	database: object({kind: required(oneOf(['postgres'])), maxConnections: number({min: 5, max: 1000, integer: true})}),
});

function topology(value: unknown, path: string): readonly OptionProblem[] {
	return (hasStack(value) ? stackTopology : ownTopology)(value, path);
}

function scenarioCheckers(rules: readonly ExpectationRule[]): Readonly<Record<string, Checker>> {
	const expectation: Checker = (value, path) => checkExpectation(value, path, rules);
	return {
		title: required(string),
		tags: array(string),
		topology: required(topology),
		load: loadChecker,
		phases: required(
			object({warmupMs: durationMs, baselineMs: required(positive), faultMs: required(positive), recoveryMs: required(positive)}),
		),
		fault: required(nullable(fault)),
		capacity: object({durationMs: number({min: 1000}), connections: number({min: 1, integer: true})}),
		expect: required(array(expectation, {minLength: 1})),
		failsWithoutFault: array(string),
		differs: record((value, path) => checkDifference(value, path, expectation)),
	};
}

function checkDifference(value: unknown, path: string, expectation: Checker): readonly OptionProblem[] {
	return isRecord(value) && value['skip'] !== undefined
		? checkOptions(value, path, {skip: required(string)})
		: checkOptions(value, path, {
				because: required(string),
				expect: required(array(expectation, {minLength: 1})),
				failsWithoutFault: array(string),
			});
}

function fault(value: unknown, path: string): readonly OptionProblem[] {
	return isFault(value)
		? []
		: [problem(path, 'a fault such as kill({signal: "SIGKILL"}), or null for none', isRecord(value) ? Object.keys(value) : value)];
}

function isFault(value: unknown): value is Fault {
	return (
		isRecord(value) && typeof value['kind'] === 'string' && typeof value['inject'] === 'function' && typeof value['check'] === 'function'
	);
}

function checkExpectation(value: unknown, path: string, rules: readonly ExpectationRule[]): readonly OptionProblem[] {
	if (!isRecord(value) || typeof value['kind'] !== 'string') {
		return [problem(path, 'an expectation such as expect.errors({...})', value)];
	}

	const rule = rules.find(({kind}) => kind === value['kind']);
	if (rule === undefined) {
		const nearest = nearestName(
			value['kind'],
			rules.map(({kind}) => kind),
		);
		return [
			{
				path,
				message: `there is no expectation \`${value['kind']}\``,
				...(nearest === undefined ? {} : {hint: `did you mean \`${nearest}\`?`}),
			},
		];
	}

	return rule.validate(value['options'], path);
}

/** Names that refer to other parts of the same scenario: upstreams in use, sensitive expectations, the fault's own conditions. */
function checkNames(value: unknown): readonly OptionProblem[] {
	if (!isRecord(value) || !isRecord(value['topology']) || !Array.isArray(value['topology']['upstreams'])) {
		return [];
	}

	const apps = value['topology']['upstreams'].map((_, index) => `app${index + 1}`);
	const given: readonly unknown[] = Array.isArray(value['topology']['inner']) ? value['topology']['inner'] : [];
	const inner = given.map((_, index) => `inner${index + 1}`);
	return [
		...upstreamNames(value['topology']['gateway'], [...apps, ...inner], 'topology.gateway'),
		...given.flatMap((gateway, index) => upstreamNames(gateway, [...apps, ...inner.slice(index + 1)], `topology.inner[${index}]`)),
		...sensitiveNames(value, value['failsWithoutFault'], 'failsWithoutFault'),
		...Object.entries(isRecord(value['differs']) ? value['differs'] : {}).flatMap(([gatewayName, changed]) =>
			isRecord(changed) && changed['skip'] === undefined
				? sensitiveNames(changed, changed['failsWithoutFault'] ?? value['failsWithoutFault'], `differs.${gatewayName}.failsWithoutFault`)
				: [],
		),
	];
}

/** What a gateway's options name of all that it could lead to. */
function upstreamNames(options: unknown, known: readonly string[], path: string): readonly OptionProblem[] {
	const {upstreams, backups, weights} = isRecord(options) ? options : {};
	return [
		...unknownNames(upstreams, known, `${path}.upstreams`, 'upstream'),
		...unknownNames(backups, known, `${path}.backups`, 'upstream'),
		...unknownNames(Object.keys(isRecord(weights) ? weights : {}), known, `${path}.weights`, 'upstream'),
	];
}

/** Expectations that must fail without the fault are among the expectations. */
function sensitiveNames(within: Record<string, unknown>, names: unknown, path: string): readonly OptionProblem[] {
	return unknownNames(names, Array.isArray(within['expect']) ? nameExpectations(within['expect']) : [], path, 'expectation');
}

function unknownNames(names: unknown, known: readonly string[], path: string, what: string): readonly OptionProblem[] {
	return (Array.isArray(names) ? names : []).flatMap((name: unknown, index) =>
		typeof name === 'string' && !known.includes(name)
			? [{path: `${path}[${index}]`, message: `there is no ${what} \`${name}\``, hint: `this scenario has ${known.join(', ')}`}]
			: [],
	);
}

/** The kind, `kind#2` for the second of a kind, or the name given. */
export function nameExpectations(expectations: readonly unknown[]): readonly string[] {
	const names: string[] = [];
	for (const value of expectations) {
		const given = isRecord(value) ? (value['name'] ?? value['kind']) : undefined;
		const base = typeof given === 'string' ? given : 'unnamed';
		let name = base;
		for (let count = 2; names.includes(name); count++) {
			name = `${base}#${count}`;
		}

		names.push(name);
	}

	return names;
}
