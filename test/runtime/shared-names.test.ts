import test from 'ava';
import {sharedNames} from '../../src/runtime/shared-names.ts';

/** As version 2 prints it. */
const second = `name: run-1
services:
  api:
    image: api
    networks:
      back: null
    volumes:
      - type: volume
        source: data
        target: /data
        volume: {}
networks:
  back:
    name: shop-back
  default:
    name: run-1_default
  edge:
    name: edge
    external: true
volumes:
  data:
    name: "shop-data"
    labels:
      name: not-this-one
  own:
    name: run-1_own
`;

/** As version 1 does. */
const first = `networks:
  back:
    name: shop-back
services:
  api:
    image: api
version: '3.9'
volumes:
  data: {}
  shop:
    external: true
    name: shop-data
`;

test('names that every project of a file would share are found, as both versions of compose print them', (t) => {
	t.deepEqual(sharedNames(second, 'run-1'), [
		{kind: 'volume', name: 'shop-data'},
		{kind: 'network', name: 'shop-back'},
	]);
	t.deepEqual(sharedNames(first, 'run-1'), [{kind: 'network', name: 'shop-back'}]);
});

test('a file without volumes and networks shares nothing', (t) => {
	t.deepEqual(sharedNames('services:\n  api:\n    image: api\n    name: x\n', 'run-1'), []);
});
