import test from 'ava';
import {never, outcomes, sampleFlags, type SampleSet} from '../../src/timeline/sample.ts';
import {startLocalGenerator} from '../helpers/local-generator.ts';
import {anOrder} from '../helpers/load-order.ts';
import {waitUntil} from '../helpers/wait-until.ts';
import {startMisbehavingServer, type MisbehavingServer, type Treatment} from '../helpers/misbehaving-server.ts';
import type {LoadResult} from '../../src/load/driver.ts';
import type {LoadPlan} from '../../src/scenario/plan.ts';

const monoNowMs = () => Number(process.hrtime.bigint()) / 1e6;
const sameClock = (monoMs: number) => monoMs;

async function run(server: MisbehavingServer, load: Partial<LoadPlan>, durationMs: number): Promise<LoadResult> {
	await using generator = await startLocalGenerator();
	const {t0MonoMs} = await generator.driver.open(anOrder(load, {port: server.port}), sameClock);
	return await generator.driver.stop(t0MonoMs + durationMs);
}

function countOutcomes({outcome}: SampleSet): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const index of outcome) {
		const word = outcomes[index] ?? '?';
		counts[word] = (counts[word] ?? 0) + 1;
	}
	return counts;
}

/** Ids that the server saw, and that the samples do not know as sent. */
function arrivedUnsent(server: MisbehavingServer, samples: SampleSet): number[] {
	const sent = new Set([...samples.id].filter((_, row) => samples.sentUs[row] !== never));
	return server.requests.map(({id}) => id).filter((id) => !sent.has(id));
}

const outcomeOf: Readonly<Record<Treatment, string>> = {
	answer: 'status',
	reset: 'reset',
	close: 'empty-reply',
	'cut-fin': 'cut',
	'cut-rst': 'cut',
	'cut-chunked': 'cut',
	short: 'altered',
	changed: 'altered',
	late: 'status',
	hang: 'timeout-first-byte',
	'hang-body': 'timeout-body',
	garbage: 'malformed',
	'head-reset': 'reset',
};

test.serial('every treatment of a request is classified as what it was, and every request arrives once', async (t) => {
	await using server = await startMisbehavingServer();
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the record has exactly these keys.
	const treatments = Object.keys(outcomeOf) as Treatment[];
	server.treat = ({id}) => treatments[id % treatments.length] ?? 'answer';
	const {samples} = await run(server, {timeoutMs: {connect: 2500, firstByte: 2500, body: 2500}}, 1500);
	const wrong: string[] = [];
	for (const [row, id] of samples.id.entries()) {
		const treatment = treatments[id % treatments.length] ?? 'answer';
		const outcome = outcomes[samples.outcome[row] ?? 0];
		if (outcome !== 'unsent' && outcome !== outcomeOf[treatment]) wrong.push(`${treatment}: ${outcome}`);
	}
	t.deepEqual(wrong, []);
	const sent = samples.sentUs.filter((sentUs) => sentUs >= 0).length;
	t.is(server.requests.length, sent);
	t.is(new Set(server.requests.map(({id}) => id)).size, sent);
});

test.serial('requests carry their id twice, and posts a key of their own', async (t) => {
	await using server = await startMisbehavingServer({app: 'app3'});
	const {samples} = await run(server, {postShare: 0.2, preopen: 5}, 500);
	t.true(server.requests.length > 0);
	const posts = new Set<number>();
	for (const {id, method, headers} of server.requests) {
		t.true(headers.startsWith(`${method} /item?gq=${id} HTTP/1.1\r\n`), headers);
		posts.add(method === 'POST' ? id : 0);
		t.is(/x-gatequake-key: (.*)/.exec(headers)?.[1], method === 'POST' ? `k${id}` : undefined);
	}
	for (const [row, id] of samples.id.entries()) {
		const flags = samples.flags[row] ?? 0;
		// On a machine that is busy with other things some may be unsent.
		if (samples.sentUs[row] === never) continue;
		t.is((flags & sampleFlags.post) !== 0, posts.has(id));
		t.not(flags & sampleFlags.answeredByApp, 0);
		t.is(samples.upstream[row], 3);
	}
});

test.serial('connections are reused last in first out, fresh or mixed, as the order says', async (t) => {
	for (const [connections, from, to] of [
		['reuse', 1, 60],
		['fresh', 50, 101],
		[0.3, 20, 70],
	] as const) {
		await using server = await startMisbehavingServer();
		const {samples} = await run(server, {connections, ratePerSecond: 100}, 999);
		t.is(samples.count, 100);
		t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, server.requests.length);
		t.true(server.connections() >= from && server.connections() <= to, `${connections}: ${server.connections()}`);
		for (const {id, earlier} of server.requests) {
			t.is(((samples.flags[id - 1] ?? 0) & sampleFlags.reused) !== 0, earlier > 0);
		}
	}
});

test.serial('a closed port is refused, and requests are good again as soon as it is open', async (t) => {
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator();
	const {t0MonoMs} = await generator.driver.open(anOrder({}, {port: server.port}), sameClock);
	const seen = async (word: string) => await waitUntil(word, 10_000, () => (generator.driver.counts()[word] ?? 0) > 0);
	await seen('200');
	await server.closePort();
	await seen('refused');
	t.true(generator.driver.recent().some(({good, status}) => !good && status === 0));
	await server.reopen();
	const reopenedAtMs = Number(process.hrtime.bigint()) / 1e6;
	const {samples} = await generator.driver.stop(reopenedAtMs + 500);
	t.true(t0MonoMs < reopenedAtMs);
	const counts = countOutcomes(samples);
	t.deepEqual(
		Object.keys(counts).filter((word) => !['status', 'refused', 'reset', 'unsent', 'empty-reply'].includes(word)),
		[],
	);
	t.true((counts['refused'] ?? 0) > 0);
	for (const [row, dueMs] of samples.dueMs.entries()) {
		const word = outcomes[samples.outcome[row] ?? 0];
		if (dueMs > reopenedAtMs + 5)
			t.true(word === 'status' || word === 'unsent', `${word} ${dueMs - reopenedAtMs} ms after the port was open`);
	}
});

test.serial('what exceeds the cap on requests in flight is unsent, at once and never later', async (t) => {
	await using server = await startMisbehavingServer();
	server.treat = () => 'hang';
	const timeoutMs = {connect: 200, firstByte: 200, body: 200};
	// The cap holds the deadline of 200 ms exactly, and preparing takes its share: a second generator with no room to spare.
	const {samples, health} = await run(server, {timeoutMs, maxInFlight: 40, ratePerSecond: 200}, 1000);
	t.true(health.peakInFlight <= 40);
	t.is(samples.count, health.intended);
	t.is(server.requests.length, health.sent);
	t.is(health.sent + health.unsent, health.intended);
	t.is(countOutcomes(samples)['unsent'] ?? 0, health.unsent);
	if (health.unsent > 0) t.not(health.verdict, 'valid');
});

test.serial('several generators make one load: each request is sent once, when it is due, on one clock', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator({count: 2});
	const {t0MonoMs} = await generators.driver.open(anOrder({ratePerSecond: 400}, {port: server.port}), sameClock);
	const {samples, health} = await generators.driver.stop(t0MonoMs + 999);
	t.deepEqual(
		[...samples.id],
		Array.from({length: 400}, (_, index) => index + 1),
	);
	t.true(samples.dueMs.every((dueMs, row) => Math.abs(dueMs - t0MonoMs - row * 2.5) < 1e-6));
	const arrived = new Set(server.requests.map(({id}) => id));
	t.is(arrived.size, server.requests.length);
	t.deepEqual(arrivedUnsent(server, samples), []);
	// What a busy machine sends may find no connection in time, and does not arrive then; what is answered did.
	const answered = [...samples.id].filter((_, row) => outcomes[samples.outcome[row] ?? 0] === 'status');
	t.deepEqual(
		answered.filter((id) => !arrived.has(id)),
		[],
	);
	t.is(health.intended, 400);
});

test.serial('one of two generators dies: its requests are unsent, those of the other one stay', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator({count: 2});
	await generators.driver.open(anOrder({ratePerSecond: 200}, {port: server.port}), sameClock);
	await waitUntil('an answer', 10_000, () => (generators.driver.counts()['200'] ?? 0) > 0);
	process.kill(generators.pid, 'SIGKILL');
	const before = server.requests.length;
	await waitUntil('requests of the other one', 10_000, () => server.requests.length > before + 20);
	const {samples, health} = await generators.driver.stop(null);
	t.is(health.verdict, 'invalid');
	t.regex(health.reasons.join(), /loadgen1.*standard output ended/);
	const unsentIds = samples.id.filter((_, row) => samples.sentUs[row] === never);
	t.true(unsentIds.length > 10);
	t.true(samples.id.filter((id, row) => id % 2 === 0 && samples.sentUs[row] !== never).length > 10);
});

test.serial('a step takes place when its window begins, and the schedule of the harness knows it', async (t) => {
	await using server = await startMisbehavingServer();
	await using generators = await startLocalGenerator({count: 2, windowLeadMs: 1000});
	const step = {afterMs: 0, forMs: 500, rampMs: 0};
	const rateSteps = [
		{...step, from: 'fault', times: 4},
		{...step, from: 'recovery', times: 0},
	] as const;
	const {t0MonoMs} = await generators.driver.open(anOrder({ratePerSecond: 100, rateSteps}, {port: server.port}), sameClock);
	await waitUntil('the baseline', 10_000, () => server.requests.length >= 50);
	const faultMs = monoNowMs();
	await generators.driver.enterWindow('fault');
	await waitUntil('the end of the step', 20_000, () => monoNowMs() > faultMs + 2500);
	const recoveryMs = monoNowMs();
	await generators.driver.enterWindow('recovery');
	await waitUntil('the end of the other step', 20_000, () => monoNowMs() > recoveryMs + 2500);
	const stopMs = monoNowMs() + 200;
	const {samples} = await generators.driver.stop(stopMs);
	const dueUntil = (atMs: number) => samples.dueMs.filter((dueMs) => dueMs < atMs).length;
	const plain = (atMs: number) => (atMs - t0MonoMs) / 10;
	// Not before a second after it is known; then half a second at four times the rate, and later one without requests.
	t.true(Math.abs(dueUntil(faultMs + 1000) - plain(faultMs + 1000)) <= 2);
	t.true(Math.abs(dueUntil(recoveryMs + 1000) - plain(recoveryMs + 1000) - 150) <= 3);
	t.true(Math.abs(dueUntil(stopMs) - plain(stopMs) - 150 + 50) <= 4);
	t.is(samples.sentUs.filter((sentUs) => sentUs !== never).length, server.requests.length);
	t.is(new Set(samples.id).size, samples.count);
	t.true(samples.dueMs.every((dueMs, row) => dueMs >= (samples.dueMs[row - 1] ?? 0)));
});

test.serial('a generator that dies leaves unsent requests and an invalid health, and throws nothing', async (t) => {
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator();
	await generator.driver.open(anOrder({}, {port: server.port}), sameClock);
	await waitUntil('an answer', 10_000, () => (generator.driver.counts()['200'] ?? 0) > 0);
	await generator.kill();
	const {samples, health} = await generator.driver.stop(null);
	t.is(health.verdict, 'invalid');
	t.regex(health.reasons[0] ?? '', /standard output ended/);
	t.true((countOutcomes(samples)['status'] ?? 0) > 0);
	t.is(health.intended, samples.count);
	await t.throwsAsync(() => generator.driver.clock(), {code: 'LOAD_GENERATOR_GONE'});
});

test('one request before the load shows what the target answers, or why it does not', async (t) => {
	await using server = await startMisbehavingServer();
	await using generator = await startLocalGenerator();
	const order = {host: '127.0.0.1', port: server.port, hostField: 'shop.example', load: {path: '/item?gq=7', tls: null}};
	t.deepEqual(await generator.driver.reach(order), [{machine: null, reached: {status: 200, server: ''}}]);
	t.regex(server.requests[0]?.headers ?? '', /^GET \/item\?gq=7 [^]*host: shop\.example/i);
	await server.closePort();
	t.deepEqual(await generator.driver.reach(order), [{machine: null, reached: {failed: 'ECONNREFUSED'}}]);
});

test('what cannot be carried out is refused with a code and a reason, and the generator goes on', async (t) => {
	await using generator = await startLocalGenerator();
	const {driver} = generator;
	await t.throwsAsync(() => driver.open(anOrder({ratePerSecond: 0}), sameClock), {
		code: 'LOAD_RATE',
		message: /above 0 requests per second, got 0/,
	});
	await t.throwsAsync(() => driver.open(anOrder({ratePerSecond: 50_000}), sameClock), {code: 'LOAD_IN_FLIGHT'});
	await t.throwsAsync(() => driver.open(anOrder({}, {host: 'no-such-host.invalid'}), sameClock), {
		code: 'LOAD_TARGET',
		message: /no-such-host.invalid/,
	});
	await t.throwsAsync(() => driver.stop(null), {code: 'LOAD_IDLE'});
	const {offsetMs, uncertaintyMs} = await driver.clock();
	// One kernel, one clock.
	t.true(Math.abs(offsetMs) <= uncertaintyMs + 0.05);
});

test('a program that is no generator is told by a clear error', async (t) => {
	const {startLoadDriver} = await import('../../src/load/driver.ts');
	const channel = {
		send: () => {},
		onData: (listener: (chunk: Buffer) => void) => listener(Buffer.from('bash: node: not found')),
		onEnd: () => {},
	};
	await t.throwsAsync(() => startLoadDriver(new Map([['lg', channel]])), {code: 'LOAD_PROTOCOL', message: /in lg.*node: not found/});
	const silent = {send: () => {}, onData: () => {}, onEnd: () => {}};
	await t.throwsAsync(() => startLoadDriver(new Map([['lg', silent]]), {helloWithinMs: 20}), {
		code: 'LOAD_TIMEOUT',
		message: /in lg to say hello within 20 ms/,
	});
});
