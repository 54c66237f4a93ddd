import test from 'ava';
import {toYaml} from '../../src/gateways/to-yaml.ts';

test('maps, lists and scalars become block style', (t) => {
	t.is(
		toYaml({a: {b: [{c: 1, d: ['x', 'z']}, {e: true}], f: {}}, g: []}),
		['a:', '  b:', '    - c: 1', '      d:', '        - x', '        - z', '    - e: true', '  f: {}', 'g: []'].join('\n'),
	);
});

test('strings that YAML could take for something else are quoted', (t) => {
	t.is(toYaml({v: 'yes'}), 'v: "yes"');
	t.is(toYaml({v: '1s'}), 'v: "1s"');
	t.is(toYaml({v: ''}), 'v: ""');
	t.is(toYaml({v: ':8080'}), 'v: ":8080"');
	t.is(toYaml({v: 'PathPrefix(`/`)'}), 'v: "PathPrefix(`/`)"');
	t.is(toYaml({'@type': 'a.b/c.v3.D'}), '"@type": a.b/c.v3.D');
});
