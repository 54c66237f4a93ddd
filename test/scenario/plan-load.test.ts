import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {defaultLoad} from '../../src/scenario/defaults.ts';
import type {LoadOptions} from '../../src/scenario/load-options.ts';
import {planLoad} from '../../src/scenario/plan-load.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'gatequake-load-'));
test.after.always(() => rmSync(folder, {recursive: true}));

function planned(options?: LoadOptions, change: {readonly ratePerSecond?: number; readonly gatewayTls?: boolean | null} = {}) {
	const problems: string[] = [];
	const load = planLoad(options, {file: path.join(folder, 'mine.ts'), ratePerSecond: null, gatewayTls: null, problems, ...change});
	return {load, problems};
}

test('without a word on its load a scenario has the defaults', (t) => {
	t.deepEqual(planned(), {load: defaultLoad, problems: []});
	const off = {rateSteps: [], bodyFile: null, retry: null, slowClients: null, leavingClients: null, tls: null, saturation: null};
	t.deepEqual(planned(off).load, defaultLoad);
});

test('what is left out of a step, a policy or a loop is filled in', (t) => {
	const {load} = planned({
		rateSteps: [{from: 'fault', times: 5, forMs: 10_000}],
		retry: {attempts: 3, backoffMs: 20},
		tls: {serverName: 'shop.test'},
		saturation: {},
	});
	t.deepEqual(load.rateSteps, [{from: 'fault', times: 5, forMs: 10_000, afterMs: 0, rampMs: 0}]);
	t.deepEqual(load.retry, {attempts: 3, backoffMs: 20, factor: 2, budgetShare: null});
	t.deepEqual(load.tls, {serverName: 'shop.test', ca: null});
	t.deepEqual(load.saturation, {connections: 50, during: 'run'});
});

test('a body file is read relative to the scenario, byte for byte', (t) => {
	const bytes = Buffer.from([0, 13, 10, 255, 128, 65]);
	writeFileSync(path.join(folder, 'order.bin'), bytes);
	const {load, problems} = planned({bodyFile: './order.bin'});
	t.deepEqual(problems, []);
	t.is(load.bodyFile?.path, './order.bin');
	t.deepEqual(Buffer.from(load.bodyFile?.base64 ?? '', 'base64'), bytes);
});

test('what could not be carried out is refused before anything is started, all of it at once', (t) => {
	writeFileSync(path.join(folder, 'large.bin'), Buffer.alloc(1_048_577));
	const {problems} = planned({bodyFile: 'missing.json', tls: {serverName: 'a.test'}}, {ratePerSecond: 5000, gatewayTls: false});
	t.is(problems.length, 3);
	t.regex(problems[0] ?? '', /mine\.ts: load\.bodyFile: expected a file that can be read, and .*missing\.json cannot be \(ENOENT\)/);
	t.regex(problems[1] ?? '', /load\.tls: the gateway listens for plain HTTP: write `tls: true` in topology\.gateway/);
	t.regex(problems[2] ?? '', /5000 requests per second with a deadline of 5000 ms need 25000.*maxInFlight is 4000/);
	t.regex(planned({bodyFile: 'large.bin'}).problems.join(), /at most 1048576 bytes, and .* has 1048577/);
	t.regex(planned({bodyFile: '.'}).problems.join(), /cannot be \(EISDIR\)/);
	t.regex(planned({rateSteps: [{from: 'recovery', times: 10}]}).problems.join(), /2000 requests per second.*need 10000/);
	t.regex(planned({retry: {attempts: 9, backoffMs: 1}}).problems.join(), /of 9 tries each/);
});
