import test from 'ava';
import {gateways} from '../../src/gateways/gateways.ts';
import {validateGateway} from '../../src/scenario/validate-gateway.ts';

for (const [name, gateway] of Object.entries(gateways)) {
	test(`the shipped gateway ${name} has the shape that is asked of everybody's`, (t) => {
		t.true(validateGateway(gateway).ok);
	});
}

test('all problems of a gateway are told at once, each with its field', (t) => {
	const checked = validateGateway({
		...gateways['nginx'],
		render: undefined,
		name: 'My Gateway',
		port: 0,
		reload: 'HUP',
		semantics: {dns_error: [502]},
	});
	t.deepEqual(checked.ok ? [] : checked.problems.map(({path}) => path), ['name', 'port', 'render', 'reload', 'semantics']);
});

test('what is no object is told what it should be', (t) => {
	for (const value of [null, 'nginx', 7, [], undefined]) {
		const checked = validateGateway(value);
		t.regex(checked.ok ? '' : (checked.problems[0]?.message ?? ''), /defineGateway/);
	}
});
