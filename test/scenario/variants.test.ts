import test from 'ava';
import {variantsOf} from '../../src/scenario/variants.ts';

const config = {label: 'mine', file: '/srv/nginx.conf', text: ''};

test('without configs and settings there is one variant, the default', (t) => {
	t.deepEqual(variantsOf({configs: [], settings: []}), [{label: 'default', config: null, settings: {}}]);
});

test('each config is a variant with its own label', (t) => {
	t.deepEqual(
		variantsOf({configs: [config, {...config, label: 'other'}], settings: []}).map(({label}) => label),
		['mine', 'other'],
	);
});

test('each combination of settings is a variant that is called by its values', (t) => {
	const settings = [
		{option: 'readTimeoutMs', values: [1000, 3000]},
		{option: 'retries', values: ['off', 'safe', 'all']},
	];
	const variants = variantsOf({configs: [], settings});
	t.is(variants.length, 6);
	t.deepEqual(variants[1], {label: 'readTimeoutMs=1000,retries=safe', config: null, settings: {readTimeoutMs: 1000, retries: 'safe'}});
});
