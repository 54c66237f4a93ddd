import test from 'ava';
import {exitCodes} from '../../src/error.ts';
import {clientsSaw, exitPhrase, formatShare, ledgerPhrase, outagePhrase, recoveryPhrase, runName} from '../../src/report/run-phrases.ts';
import {buildReport, failingRun, inconclusiveRun, passingRun} from '../helpers/report-builder.ts';

test('a run is named by scenario, gateway and config, and by what sets it apart', (t) => {
	t.is(runName(passingRun()), 'upstream-killed · nginx · default');
	t.is(runName(passingRun({repeat: 3, mode: 'wrong'})), 'upstream-killed · nginx · default · repeat 3 · wrong fault');
});

test('shares are in order of size', (t) => {
	t.is(clientsSaw(failingRun()), '71.3 % 502, 20.0 % client time-out (first byte), 6.7 % 200, 1.7 % cut body, 0.3 % not sent');
});

test('without a fault window the baseline is told, and named so', (t) => {
	t.is(clientsSaw(inconclusiveRun()), 'in the baseline 100 % 200');
});

test('a share is never rounded to all or to nothing', (t) => {
	t.is(formatShare(9999, 10_000), '>99.9 %');
	t.is(formatShare(1, 10_000), '<0.1 %');
	t.is(formatShare(10, 10), '100 %');
	t.is(formatShare(0, 10), '0 %');
	t.is(formatShare(0, 0), '0 %');
	t.is(formatShare(999, 1000), '99.9 %');
});

test('several outages are added up with their uncertainty', (t) => {
	t.is(outagePhrase(failingRun()), '2 outages, 6.488 s ± 5 ms in all');
	t.is(outagePhrase(inconclusiveRun()), 'no outage');
});

test('recovery is a time, a censored value, or nothing', (t) => {
	t.is(recoveryPhrase(passingRun()), 'recovered after 3.4 ms ± 2.5 ms');
	t.is(recoveryPhrase(failingRun()), 'not recovered within 3.990 s');
	t.is(recoveryPhrase(inconclusiveRun()), '');
	t.is(
		recoveryPhrase(passingRun({recovery: {atMs: 2, afterClearMs: -120, uncertaintyMs: 2}})),
		'recovered 120 ms ± 2 ms before the fault’s end',
	);
});

test('a clean ledger says nothing', (t) => {
	t.is(ledgerPhrase(passingRun()), '');
});

test('each exit code has its meaning', (t) => {
	for (const exitCode of Object.values(exitCodes)) {
		t.notRegex(exitPhrase(buildReport([], {exitCode})), /unknown/);
	}

	t.is(exitPhrase(buildReport([inconclusiveRun()], {exitCode: 0})), 'exit code 0: nothing failed');
});
