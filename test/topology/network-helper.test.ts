import test from 'ava';
import {openLineChannel} from '../../src/topology/line-channel.ts';
import {networkHelper} from '../../src/topology/network-helper.ts';
import {timelineClock} from '../../src/topology/timeline-clock.ts';
import type {NetworkHelper} from '../../src/topology/topology.ts';
import type {RanProgram} from '../../src/upstreams/upstream.ts';
import {fakeControl} from '../helpers/fake-control.ts';
import {fakeTopology} from '../helpers/fake-topology.ts';

const clock = timelineClock({origin: {monoMs: 1000, wallMs: 0}, offsetMs: 0, uncertaintyMs: 0, monoNow: () => 0});
const ran: RanProgram = {fromMonoMs: 3000, toMonoMs: 3008, exitCode: 0, stdout: 'counters', stderr: ''};

function helping(data: Readonly<Record<string, unknown>>): {readonly helper: NetworkHelper; readonly sent: () => unknown} {
	const control = fakeControl(() => ({data}));
	const {gateway} = fakeTopology().context.topology;
	return {helper: networkHelper('app1', gateway.container, openLineChannel('net-app1', control), clock), sent: () => control.sent[0]};
}

test('an order goes out with its input, and the middle of its time comes back on the timeline', async (t) => {
	const {helper, sent} = helping({...ran});
	t.deepEqual(await helper.run({argv: ['nft', '-f', '-'], input: 'rules'}), {atMs: 2004, uncertaintyMs: 4, stdout: 'counters'});
	t.like(sent(), {command: 'run', argv: ['nft', '-f', '-'], input: 'rules'});
});

test('a program that fails is an error with its words and with the namespace', async (t) => {
	const {helper} = helping({...ran, exitCode: 2, stderr: 'Error: no such thing\n'});
	await t.throwsAsync(helper.run({argv: ['tc', 'qdisc']}), {
		code: 'COMMAND_FAILED',
		message: '`tc qdisc` in the network namespace of app1 ended with 2: Error: no such thing',
	});
});

test('an answer of another shape is an error', async (t) => {
	await t.throwsAsync(helping({pid: 1}).helper.run({argv: ['nft']}), {code: 'BAD_REPLY'});
});

test('ports are held from the last one on', async (t) => {
	const {helper, sent} = helping({fromMonoMs: 3000, toMonoMs: 3300, held: 997});
	t.deepEqual(await helper.holdPorts({from: 20_000, to: 20_999}), {atMs: 2300, uncertaintyMs: 1, held: 997});
	t.like(sent(), {command: 'hold-ports', range: {from: 20_000, to: 20_999}});
	await t.throwsAsync(helping({}).helper.holdPorts(null), {code: 'BAD_REPLY'});
});
