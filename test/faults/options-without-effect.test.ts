import test from 'ava';
import {dnsDead} from '../../src/faults/dns-dead.ts';
import type {Fault} from '../../src/faults/fault.ts';
import {probeStatus} from '../../src/faults/probe-status.ts';
import {buildPlan} from '../helpers/timeline-builder.ts';

const topology = buildPlan({});

function problemsOf(fault: Fault): readonly string[] {
	return fault.check(topology).flatMap(({path}) => (path.startsWith('fault.') ? [path] : []));
}

// In a variable of their own, options too many are no mistake to TypeScript.
const elsewhere = {by: 'drop', part: 'app1'} as const;
const some = {status: 404, share: 0.5, methods: ['GET']};

test('a name service that is dead is the gateway’s: another part is refused, and not ignored', (t) => {
	t.deepEqual(problemsOf(dnsDead({by: 'reject'})), []);
	t.deepEqual(problemsOf(dnsDead(elsewhere)), ['fault.part']);
	t.deepEqual(
		dnsDead().needs?.network.map(({part}) => part),
		['gateway'],
	);
});

test('health checks are treated all alike: a share or methods are refused, and not ignored', (t) => {
	t.deepEqual(problemsOf(probeStatus({status: 404})), []);
	t.deepEqual(problemsOf(probeStatus(some)), ['fault.share', 'fault.methods']);
	t.notRegex(probeStatus({status: 404}).describe, /%/);
});
