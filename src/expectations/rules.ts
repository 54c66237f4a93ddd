// The table of expectations. To add one: a file beside the others, its test, its line here, and its constructor in expect.ts.
import {cause} from './cause.ts';
import {errors} from './errors.ts';
import {exit} from './exit.ts';
import type {ExpectationRule} from './expectation.ts';
import {failover} from './failover.ts';
import {latency} from './latency.ts';
import {ledger} from './ledger.ts';
import {listening} from './listening.ts';
import {noErrors} from './no-errors.ts';
import {outage} from './outage.ts';
import {recovery} from './recovery.ts';
import {retries} from './retries.ts';
import {slo} from './slo.ts';
import {status} from './status.ts';
import {threshold} from './threshold.ts';
import {throughput} from './throughput.ts';

export const rules: readonly ExpectationRule[] = [
	errors,
	noErrors,
	status,
	cause,
	outage,
	recovery,
	latency,
	throughput,
	ledger,
	retries,
	failover,
	listening,
	threshold,
	exit,
	slo,
];
