import {spawn} from 'node:child_process';
import {createInterface} from 'node:readline';
import test from 'ava';
import {conformanceCases, type DriverLoad, type DriverReport} from './conformance.ts';
import type {Options, Result} from 'autocannon';

const allFaults = ['faults.rate', 'faults.sent', 'faults.reset', 'faults.closed', 'faults.cut', 'faults.altered', 'faults.good'];

/**
 * autocannon is the known-bad example: a closed loop cannot be trusted with a failing gateway. What it misses is written down, so that this
 * suite proves that it can tell a bad driver from a good one; a miss that is gone with a new version is news too.
 */
const expectedMisses: Readonly<Record<string, readonly string[]>> = {
	// The next request of a connection waits for the answer to the last: in a stall it falls silent, and so hides most of the failures.
	'a server that stalls for 3 s at 500 requests per second': ['stall.sends', 'stall.timeouts'],
	// It cannot tell kinds of failure apart, counts nothing for a FIN, calls a cut or altered answer good, and sends whole quotas at once.
	'faulty answers at 200 requests per second': allFaults,
	'faulty answers at 2000 requests per second': allFaults,
	// It connects again at once, without pause or rate, and counts each try.
	'a port that closes and opens again': ['port.refused', 'port.sent'],
};

for (const conformanceCase of conformanceCases) {
	const {name} = conformanceCase;
	test.serial(`autocannon misses what is expected of it: ${name}`, async (t) => {
		const misses = await conformanceCase.run({name: 'autocannon', run});
		t.log(misses.join('\n'));
		const codes = new Set(misses.map((miss) => miss.slice(0, miss.indexOf(':'))));
		t.deepEqual(
			(expectedMisses[name] ?? []).filter((code) => !codes.has(code)),
			[],
		);
	});
}

async function run({port, ratePerSecond, durationMs, timeoutMs, onStart}: DriverLoad): Promise<DriverReport> {
	const result = await runAutocannon(
		{
			url: `http://127.0.0.1:${port}/`,
			connections: 50,
			overallRate: ratePerSecond,
			duration: durationMs / 1000,
			timeout: timeoutMs / 1000,
			ignoreCoordinatedOmission: true,
		},
		() => onStart(performance.now()),
	);
	return {
		sent: result.requests.sent,
		outcomes: {
			status: result['2xx'] + result.non2xx,
			'timeout-first-byte': result.timeouts,
			error: result.errors - result.timeouts,
		},
		lateMaxMs: 0,
		unsent: 0,
	};
}

async function runAutocannon(options: Options, onStart: () => void): Promise<Result> {
	const program = new URL('../../helpers/run-autocannon.ts', import.meta.url).pathname;
	const child = spawn(process.execPath, ['--no-warnings', program, JSON.stringify(options)], {stdio: ['ignore', 'pipe', 'inherit']});
	let result = '';
	for await (const line of createInterface({input: child.stdout})) {
		if (line === 'started') onStart();
		else result = line;
	}
	// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- autocannon's own result, printed by run-autocannon.ts.
	return JSON.parse(result) as Result;
}
