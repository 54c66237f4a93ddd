// Checks a user's own gateway, which no compiler need have seen: all problems at once, each with what to write.
import {isRecord, problem} from '../expectations/options.ts';
import type {OptionProblem} from '../expectations/expectation.ts';
import type {GatewayKind} from '../gateways/gateway.ts';

export type CheckedGateway =
	| {readonly ok: true; readonly gateway: GatewayKind}
	| {readonly ok: false; readonly problems: readonly OptionProblem[]};

export function validateGateway(value: unknown): CheckedGateway {
	const problems: OptionProblem[] = [];
	return isGateway(value, problems) ? {ok: true, gateway: value} : {ok: false, problems};
}

type Test = readonly [wanted: string, fits: (value: unknown) => boolean];

const word: Test = [
	'a name of lower-case letters, digits and dashes',
	(value) => typeof value === 'string' && /^[a-z][a-z0-9-]*$/.test(value),
];
const absolutePath: Test = ['an absolute path', (value) => typeof value === 'string' && value.startsWith('/')];
const method: Test = ['a function', (value) => typeof value === 'function'];
const words: Test = ['an array of strings', (value) => Array.isArray(value) && value.every((item) => typeof item === 'string')];
const table: Test = ['an object', isRecord];

const fields: Readonly<Record<keyof GatewayKind, Test>> = {
	name: word,
	image: word,
	imageFolder: ['the absolute path of a folder with a Dockerfile, or nothing', (value) => value === undefined || absolutePath[1](value)],
	port: ['a port from 1 to 65535', (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 65_535],
	configPath: absolutePath,
	logDirectory: absolutePath,
	render: method,
	portOf: method,
	command: method,
	explainRefusal: method,
	reload: [
		'{signal: "SIGHUP"} or {command: ["program", "argument"]}',
		(value) => isRecord(value) && (typeof value['signal'] === 'string' || words[1](value['command'])),
	],
	workers: ['an array of names of processes, or nothing', (value) => value === undefined || words[1](value)],
	capabilities: words,
	lacks: table,
	check: ['a function, or nothing', (value) => value === undefined || method[1](value)],
	semantics: [
		'an object of {answers: [status or outcome, ...]} by cause',
		(value) => isRecord(value) && Object.values(value).every((answer) => isRecord(answer) && Array.isArray(answer['answers'])),
	],
	over: ['an object by protocol (fastcgi, uwsgi), or nothing', (value) => value === undefined || isRecord(value)],
	readLogs: method,
};

/** Every field is checked, so a value without problems has the gateway's shape. */
function isGateway(value: unknown, problems: OptionProblem[]): value is GatewayKind {
	if (!isRecord(value)) {
		problems.push(problem('', 'a gateway made with defineGateway({...})', value));
		return false;
	}

	for (const [name, [wanted, fits]] of Object.entries(fields)) {
		if (!fits(value[name])) problems.push(problem(name, wanted, value[name]));
	}

	return problems.length === 0;
}
