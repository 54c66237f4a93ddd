import test from 'ava';
import {openLineChannel} from '../../src/topology/line-channel.ts';
import {runningLinks} from '../../src/topology/running-links.ts';
import {timelineClock} from '../../src/topology/timeline-clock.ts';
import {fakeControl} from '../helpers/fake-control.ts';

const clock = timelineClock({origin: {monoMs: 1000, wallMs: 0}, offsetMs: 0, uncertaintyMs: 0, monoNow: () => 0});
const route = {name: 'app1', host: 'link', port: 18_081, to: 'app1:8080'};
const down = {do: 'close'} as const;

function answering(replies: Readonly<Record<string, Readonly<Record<string, unknown>>>>) {
	const control = fakeControl(({command}) => ({data: replies[String(command)] ?? {}}));
	return {control, channel: openLineChannel('link-helper', control)};
}

test('links are made, and a change of them has the middle of its time, on the timeline', async (t) => {
	const {control, channel} = answering({
		'open-links': {version: '2.12.0'},
		'change-links': {fromMonoMs: 3000, toMonoMs: 3008},
		'link-counters': {counters: {resets: 1}, sources: {}},
	});
	const links = await runningLinks([route], channel, clock);
	t.deepEqual([links.names, links.version], [['app1'], '2.12.0']);
	t.deepEqual(await links.change(['app1'], down), {atMs: 2004, uncertaintyMs: 4});
	t.deepEqual((await links.counters()).counters, {resets: 1});
	t.like(control.sent[0], {command: 'open-links', links: [route]});
	t.like(control.sent[1], {command: 'change-links', names: ['app1'], change: down});
});

test('answers of another shape are errors', async (t) => {
	await t.throwsAsync(runningLinks([route], answering({}).channel, clock), {code: 'BAD_REPLY'});
	const links = await runningLinks([route], answering({'open-links': {version: '2.12.0'}}).channel, clock);
	await t.throwsAsync(links.change(['app1'], down), {code: 'BAD_REPLY'});
	await t.throwsAsync(links.counters(), {code: 'BAD_REPLY'});
});
