// What a user's own kind of upstream says of itself.
import type {ServerKind} from '../servers/server.ts';
import {checkFields, fieldTests} from './check-fields.ts';
import type {CheckedPart, FieldTest} from './check-fields.ts';

export function validateServer(value: unknown): CheckedPart<ServerKind> {
	return checkFields<ServerKind>(value, fields, 'defineUpstream({...})');
}

const {word, text, folder, method, words, table} = fieldTests;
const textOrNull: FieldTest = ['a string, or null', (value) => value === null || typeof value === 'string'];

const fields: Readonly<Record<keyof ServerKind, FieldTest>> = {
	name: word,
	summary: text,
	image: word,
	imageFolder: folder,
	protocol: ['http, fastcgi or uwsgi', (value) => value === 'http' || value === 'fastcgi' || value === 'uwsgi'],
	listens: [
		"['tcp'], ['unix'] or both, the default first",
		(value) => Array.isArray(value) && value.length > 0 && value.every((item) => item === 'tcp' || item === 'unix'),
	],
	script: textOrNull,
	abilities: words,
	orders: ["'file' or 'channel'", (value) => value === 'file' || value === 'channel'],
	lacks: table,
	reloadSignal: textOrNull,
	hotRestartSignal: textOrNull,
	capabilities: words,
	files: method,
	command: method,
	readLogs: method,
};
