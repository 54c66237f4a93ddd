// What a user's own gateway says of itself.
import {isRecord} from '../expectations/options.ts';
import type {GatewayKind} from '../gateways/gateway.ts';
import {checkFields, fieldTests} from './check-fields.ts';
import type {CheckedPart, FieldTest} from './check-fields.ts';

export function validateGateway(value: unknown): CheckedPart<GatewayKind> {
	return checkFields<GatewayKind>(value, fields, 'defineGateway({...})');
}

const {word, absolutePath, folder, method, words, table} = fieldTests;

const fields: Readonly<Record<keyof GatewayKind, FieldTest>> = {
	name: word,
	image: word,
	imageFolder: folder,
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
