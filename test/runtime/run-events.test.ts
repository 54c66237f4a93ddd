import test from 'ava';
import {parseEngineEvent} from '../../src/runtime/run-events.ts';

const line = (action: string, attributes: Record<string, string>): string =>
	JSON.stringify({Type: 'container', Action: action, Actor: {ID: 'c1', Attributes: attributes}, timeNano: 1_795_231_608_303_767_300});

test('a death is read with its exit code and its time to a fraction of a millisecond', (t) => {
	const [event] = parseEngineEvent(line('die', {'gatequake.part': 'app1', exitCode: '137'}));
	t.like(event, {part: 'app1', containerId: 'c1', action: 'die', exitCode: 137});
	t.true(Math.abs((event?.wallMs ?? 0) - 1_795_231_608_303.7673) < 0.001);
});

test('a signal is read with its number', (t) => {
	t.like(parseEngineEvent(line('kill', {'gatequake.part': 'app1', signal: '9'}))[0], {action: 'kill', signal: '9'});
});

test('the anchor, containers without a part, and exec calls are no events of the run', (t) => {
	t.deepEqual(parseEngineEvent(line('die', {'gatequake.part': 'anchor'})), []);
	t.deepEqual(parseEngineEvent(line('die', {})), []);
	t.deepEqual(parseEngineEvent(line('exec_start: sh -c true', {'gatequake.part': 'app1'})), []);
	t.deepEqual(parseEngineEvent(''), []);
});
