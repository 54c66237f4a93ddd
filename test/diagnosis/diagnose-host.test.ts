// The checklist on a machine from facts alone: each question with yes, no and unknown.
import {readFileSync} from 'node:fs';
import test from 'ava';
import {Ajv} from 'ajv';
import {diagnoseHost} from '../../src/diagnosis/diagnose-host.ts';
import {LogReading} from '../../src/diagnosis/log-reading.ts';
import type {LogDiagnosis} from '../../src/diagnosis/log-diagnosis.ts';
import type {HostFacts} from '../../src/runtime/host-facts.ts';
import {hostFacts} from '../helpers/host-facts.ts';
import {makeSchema, schemaText} from '../helpers/json-schema.ts';
import {hostDiagnosisSchema, rewriteHint} from '../helpers/published-schemas.ts';

/** As journalctl -o json has them. */
const journal = [
	{MESSAGE: 'app.service: Main process exited, code=killed, status=9/KILL', UNIT: 'app.service'},
	{MESSAGE: 'app.service: Scheduled restart job, restart counter is at 4.', UNIT: 'app.service'},
].map((entry) =>
	JSON.stringify({__REALTIME_TIMESTAMP: '1795244400000000', _PID: '1', SYSLOG_IDENTIFIER: 'systemd', PRIORITY: '5', ...entry}),
);

async function journalled(): Promise<LogDiagnosis> {
	const reading = new LogReading({sinceMs: -Infinity, untilMs: Infinity});
	await reading.read({name: 'journalctl', owner: 'journal', chunks: [Buffer.from(`${journal.join('\n')}\n`)], zoneMinutes: 0, year: 2026});
	return reading.diagnosis();
}

function check(name: string, over: Partial<HostFacts> = {}, log: LogDiagnosis | null = null) {
	const found = diagnoseHost(hostFacts(over), log).checklist.find((entry) => entry.name === name);
	return [found?.answer, found?.evidence.join('; ')] as const;
}

const answers = (facts: HostFacts) => Object.fromEntries(diagnoseHost(facts, null).checklist.map(({name, answer}) => [name, answer]));

test('a machine that is well: nothing is no, and what nobody could see is unknown', (t) => {
	t.deepEqual(answers(hostFacts()), {
		'is-running': 'yes',
		'kept-running': 'yes',
		'has-memory': 'yes',
		'has-descriptors': 'yes',
		'is-listening': 'yes',
		'target-matches': 'yes',
		'answers-directly': 'yes',
		'log-names-cause': 'unknown',
	});
	const blind = hostFacts({gateway: null, processes: [], sockets: [], memory: null, units: null, config: null, asked: []});
	t.deepEqual([...new Set(Object.values(answers(blind)))], ['unknown']);
});

test('systemd’s word: a unit that failed, one that was started again and again, and why, from its journal', async (t) => {
	const [unit] = hostFacts().units ?? [];
	const failed = {...unit!, state: 'failed', subState: 'failed', result: 'start-limit-hit', exitStatus: 1, restarts: 5};
	t.deepEqual(check('is-running', {units: [failed]}), ['no', 'app.service is failed (failed): start-limit-hit, exit status 1']);
	t.is(check('is-running', {units: [{...unit!, state: 'activating', subState: 'auto-restart'}]})[0], 'no');
	t.deepEqual(check('kept-running', {units: [failed]}), ['no', 'app.service: restarted 5 times by systemd']);
	const [answer, evidence] = check('kept-running', {}, await journalled());
	t.is(answer, 'no');
	t.regex(evidence ?? '', /1 × a service was killed by a signal or crashed, last at 2026-11-21T07:00:00/);
});

test('a gateway without a process, a process that is younger than the others, and one without descriptors', (t) => {
	const [master, app] = hostFacts().processes;
	t.deepEqual(check('is-running', {processes: [app!]}), ['no', 'no process of nginx runs']);
	const young = {...app!, startedAt: '2026-11-21T07:50:00.000Z'};
	t.deepEqual(check('kept-running', {processes: [master!, young]}), [
		'no',
		'node app.js (pid 12, app.service) started at 2026-11-21T07:50:00.000Z',
	]);
	t.is(check('has-descriptors', {processes: [{...master!, descriptors: {open: 1000, limit: 1024}}]})[0], 'no');
	t.is(check('has-descriptors', {processes: [app!]})[0], 'unknown');
	t.is(check('has-memory', {memory: {availableBytes: 1e8, totalBytes: 4e9}})[0], 'no');
});

test('who listens where the gateway leads to, over TCP and sockets', (t) => {
	t.deepEqual(check('is-listening'), ['yes', '127.0.0.1:3000: node app.js (pid 12, app.service)']);
	t.deepEqual(check('is-listening', {sockets: []}), ['no', '127.0.0.1:3000: nobody listens there']);
	const asked = [{target: 'fastcgi://unix:/run/a.sock:/x.php', addresses: ['unix:/run/a.sock'], status: null, error: 'EACCES', tookMs: 1}];
	const sockets = [{address: 'unix:/run/a.sock', port: null, pid: null}];
	t.deepEqual(check('is-listening', {asked, sockets}), ['yes', 'fastcgi://unix:/run/a.sock:/x.php: somebody listens']);
	t.deepEqual(check('answers-directly', {asked, sockets}), ['no', 'fastcgi://unix:/run/a.sock:/x.php: EACCES after 1 ms']);
	const elsewhere = [{target: 'app1:8080', addresses: [], status: null, error: 'ENOTFOUND', tookMs: 1}];
	t.deepEqual(check('target-matches', {asked: elsewhere}), ['no', 'app1:8080 leads to nothing (ENOTFOUND)']);
	t.is(check('is-listening', {asked: elsewhere})[0], 'unknown');
});

test('the published schema is what the types say, and a diagnosis follows it', async (t) => {
	t.is(readFileSync(hostDiagnosisSchema.at, 'utf8'), schemaText(hostDiagnosisSchema), rewriteHint);
	const follows = new Ajv({allErrors: true, allowUnionTypes: true}).compile(makeSchema(hostDiagnosisSchema, {strict: true}));
	const diagnosis = diagnoseHost(hostFacts({notSeen: ['dmesg: Operation not permitted']}), await journalled());
	t.true(follows(JSON.parse(JSON.stringify(diagnosis))), JSON.stringify(follows.errors?.slice(0, 3)));
});
