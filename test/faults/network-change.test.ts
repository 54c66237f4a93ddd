import test from 'ava';
import {packetRules, sendQueue} from '../../src/faults/network-change.ts';

test('rules become one table: a counter, a chain on its hook, and a rule that leaves loopback alone', (t) => {
	const {make} = packetRules({incoming: {match: 'tcp dport 8080', verdict: 'drop'}});
	t.deepEqual(make.argv, ['nft', '-f', '-']);
	t.deepEqual(make.input?.split('\n'), [
		'add table inet gatequake',
		'add counter inet gatequake incoming',
		'add chain inet gatequake incoming { type filter hook input priority -300; policy accept; }',
		'add rule inet gatequake incoming iifname != "lo" tcp dport 8080 counter name incoming drop',
		'',
	]);
});

test('both directions have a chain and a counter of their own, and an empty match is no word', (t) => {
	const {make} = packetRules({incoming: {match: '', verdict: 'drop'}, outgoing: {match: 'ip daddr 10.0.0.1', verdict: 'drop'}});
	t.true(make.input?.includes('hook output'));
	t.true(make.input?.includes('add rule inet gatequake incoming iifname != "lo" counter name incoming drop\n'));
	t.true(make.input?.includes('add rule inet gatequake outgoing oifname != "lo" ip daddr 10.0.0.1 counter name outgoing drop\n'));
});

test('rules are taken back whether they are there or not', (t) => {
	t.is(packetRules({}).takeBack.input, 'add table inet gatequake\ndelete table inet gatequake\n');
});

test('the counters of rules are read from what nft prints', (t) => {
	const printed = JSON.stringify({
		nftables: [
			{metainfo: {version: '1.1.3'}},
			{table: {family: 'inet', name: 'gatequake'}},
			{counter: {family: 'inet', name: 'incoming', table: 'gatequake', packets: 606, bytes: 36_360}},
			{counter: {family: 'inet', name: 'outgoing', table: 'gatequake', packets: 0, bytes: 0}},
			{rule: {family: 'inet', expr: [{counter: 'incoming'}]}},
		],
	});
	t.deepEqual(packetRules({}).countersIn(printed), {incoming: 606, outgoing: 0});
	t.deepEqual(packetRules({}).countersIn('{}'), {});
});

test("a queue takes the place of the kernel's own, and the kernel's own takes its place", (t) => {
	const {make, takeBack} = sendQueue(['tbf', 'rate', '8000bit'], ['drops']);
	t.is(make.argv.join(' '), 'tc qdisc replace dev eth0 root tbf rate 8000bit');
	t.is(takeBack.argv.join(' '), 'tc qdisc replace dev eth0 root noqueue');
});

test('the counters of a queue are read from what tc prints of that kind', (t) => {
	const printed = JSON.stringify([{kind: 'tbf', packets: 12, overlimits: 7, drops: 2}]);
	t.deepEqual(sendQueue(['tbf'], ['overlimits', 'drops']).countersIn(printed), {overlimits: 7, drops: 2});
	t.deepEqual(sendQueue(['netem'], ['packets']).countersIn(printed), {packets: 0});
});
