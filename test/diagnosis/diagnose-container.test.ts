// The checklist on containers from facts alone: each question with yes, no and unknown.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv} from 'ajv';
import {diagnoseContainer} from '../../src/diagnosis/diagnose-container.ts';
import type {ContainersSeen} from '../../src/diagnosis/diagnose-container.ts';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import type {ContainerFacts} from '../../src/runtime/container-facts.ts';
import {containerFacts as facts} from '../helpers/container-facts.ts';
import {makeSchema, schemaText} from '../helpers/json-schema.ts';
import {containerDiagnosisSchema, rewriteHint} from '../helpers/published-schemas.ts';

const asked = {target: 'app1:8080', addresses: ['10.0.0.3'], status: 200, error: null, tookMs: 3};

function gate(over: Partial<typeof asked> | {readonly status: null; readonly error: string} = {}): ContainerFacts {
	return facts('gate', {addresses: ['10.0.0.2'], namespace: {listening: [{address: '::', port: 80}], asked: [{...asked, ...over}]}});
}

function check(name: string, seen: Partial<ContainersSeen>) {
	const {checklist} = diagnoseContainer({gateway: gate(), apps: [facts('app1')], log: null, ...seen});
	const found = checklist.find((entry) => entry.name === name);
	return [found?.answer, found?.evidence.join('; ')] as const;
}

test('all is well: nothing is no, and what nobody could look at is unknown', (t) => {
	const {checklist} = diagnoseContainer({gateway: gate(), apps: [facts('app1')], log: null});
	t.deepEqual(
		checklist.map(({name, answer}) => [name, answer]),
		[
			['is-running', 'yes'],
			['kept-running', 'yes'],
			['has-memory', 'yes'],
			['is-listening', 'yes'],
			['target-matches', 'yes'],
			['answers-directly', 'yes'],
			['log-names-cause', 'unknown'],
		],
	);
	const alone = diagnoseContainer({gateway: facts('gate', {namespace: null, memory: null}), apps: [], log: null});
	t.deepEqual(
		alone.checklist.filter(({answer}) => answer === 'unknown').map(({name}) => name),
		['has-memory', 'is-listening', 'target-matches', 'answers-directly', 'log-names-cause'],
	);
});

test('a process that ended, with its code', (t) => {
	const app = facts('app1', {
		running: false,
		status: 'exited',
		exitCode: 137,
		finishedAt: '2026-11-21T09:00:00Z',
		memory: null,
		namespace: null,
	});
	t.deepEqual(check('is-running', {apps: [app]}), ['no', 'app1 is exited, exit code 137, since 2026-11-21T09:00:00Z']);
	t.deepEqual(check('is-listening', {apps: [app]})[0], 'unknown');
	t.deepEqual(check('is-running', {apps: [facts('app1', {running: false, status: 'created'})]}), ['no', 'app1 is created']);
});

test('crashes, restarts, and a process killed for memory', (t) => {
	const died = {action: 'die', at: '2026-11-21T09:00:00.000Z', exitCode: '139'};
	t.deepEqual(check('kept-running', {apps: [facts('app1', {events: [died]})]}), [
		'no',
		'app1: die, exit code 139, at 2026-11-21T09:00:00.000Z',
	]);
	t.is(check('kept-running', {apps: [facts('app1', {restarts: 4})]})[0], 'no');
	t.is(check('has-memory', {apps: [facts('app1', {events: [{...died, action: 'oom'}]})]})[0], 'no');
	t.is(check('has-memory', {apps: [facts('app1', {oomKilled: true})]})[0], 'no');
	t.deepEqual(check('has-memory', {apps: [facts('app1', {memory: {usedBytes: 99 * 2 ** 20, limitBytes: 100 * 2 ** 20, failures: 7}})]}), [
		'no',
		'app1: 99.0 MiB of 100.0 MiB',
	]);
});

function listensOn(listening: readonly {readonly address: string; readonly port: number}[]): Partial<ContainersSeen> {
	return {apps: [facts('app1', {namespace: {listening, asked: []}})]};
}

test('loopback only, and no port at all; the engine’s own name service is none of the app’s', (t) => {
	const names = {address: '127.0.0.11', port: 40_000};
	t.deepEqual(check('is-listening', listensOn([names, {address: '127.0.0.1', port: 8080}])), [
		'no',
		'app1 listens on loopback only: 127.0.0.1:8080',
	]);
	t.deepEqual(check('is-listening', listensOn([names])), ['no', 'app1 listens on no port']);
});

test('an app that answers with an error, or not at all', (t) => {
	t.is(check('answers-directly', {gateway: gate({status: 404})})[0], 'yes');
	t.deepEqual(check('answers-directly', {gateway: gate({status: 503})}), ['no', 'app1:8080: 503 after 3 ms']);
	t.deepEqual(check('answers-directly', {gateway: gate({status: null, error: 'ECONNREFUSED'})}), [
		'no',
		'app1:8080: ECONNREFUSED after 3 ms',
	]);
});

test('a name that leads elsewhere or nowhere, and an address that only the gateway’s log still knows', async (t) => {
	t.deepEqual(check('target-matches', {gateway: gate({addresses: ['10.0.0.9']})}), [
		'no',
		'app1:8080 leads to 10.0.0.9 (none of the containers named)',
	]);
	t.deepEqual(check('target-matches', {gateway: gate({addresses: []})}), ['no', 'app1:8080 leads to nothing']);
	const log = await logWith('10.0.0.7:8080');
	t.deepEqual(check('target-matches', {log}), ['no', 'its log names 10.0.0.7:8080, which is no address of the containers named']);
	t.is(check('target-matches', {log: await logWith('10.0.0.3:8080')})[0], 'yes');
	t.is(check('log-names-cause', {log})[0], 'yes');
	t.regex(check('log-names-cause', {log})[1] ?? '', /^1 × nothing listened at the upstream address \(nginx\.connect-refused\)/);
});

test('the published schema is what the types say, and a diagnosis follows it', async (t) => {
	t.is(readFileSync(containerDiagnosisSchema.at, 'utf8'), schemaText(containerDiagnosisSchema), rewriteHint);
	const follows = new Ajv({allErrors: true, allowUnionTypes: true}).compile(makeSchema(containerDiagnosisSchema, {strict: true}));
	const diagnosis = diagnoseContainer({gateway: gate(), apps: [facts('app1')], log: await logWith('10.0.0.3:8080')});
	t.true(follows(JSON.parse(JSON.stringify(diagnosis))), JSON.stringify(follows.errors?.slice(0, 3)));
});

async function logWith(address: string) {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	const line = `2026/11/21 04:32:08 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.4, server: , request: "GET / HTTP/1.1", upstream: "http://${address}/", host: "a"\n`;
	await reading.read({name: 'gate', owner: 'nginx', chunks: [Buffer.from(line)], zoneMinutes: 0, year: 2026});
	return reading.diagnosis();
}

const seen = (status: number | null, error: string | null, addresses: readonly string[]) => ({
	gateway: facts('gate', {
		namespace: {listening: [], asked: [{target: 'fastcgi://unix:/run/a.sock', addresses, status, error, tookMs: 2}]},
	}),
	apps: [facts('app1', {namespace: {listening: [], asked: []}})],
});

test('an app behind a socket listens there, and a socket that nobody else sees is unknown', (t) => {
	const there = seen(200, null, ['unix:/run/a.sock']);
	t.deepEqual(check('is-listening', there), ['yes', 'app1: unix:/run/a.sock']);
	t.deepEqual(check('target-matches', there), ['yes', 'fastcgi://unix:/run/a.sock leads to a socket that is there']);
	t.deepEqual(check('answers-directly', there), ['yes', 'fastcgi://unix:/run/a.sock: 200 after 2 ms']);
	t.is(check('answers-directly', seen(null, 'EACCES', ['unix:/run/a.sock']))[0], 'no');
	t.is(check('answers-directly', seen(null, 'NOT_SHARED', []))[0], 'unknown');
	t.is(check('target-matches', seen(null, 'ENOENT', []))[0], 'no');
});
