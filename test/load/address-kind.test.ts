import test from 'ava';
import {addressKind} from '../../src/load/address-kind.ts';
import type {AddressKind} from '../../src/load/address-kind.ts';

const kinds: Readonly<Record<AddressKind, readonly string[]>> = {
	loopback: ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'],
	private: ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', '::ffff:10.1.2.3'],
	special: ['0.0.0.0', '169.254.169.254', '224.0.0.1', '255.255.255.255', '::', 'fe80::1', 'ff02::1', '::ffff:169.254.169.254'],
	public: ['8.8.8.8', '172.32.0.1', '172.15.0.1', '192.169.0.1', '100.64.0.1', '203.0.113.9', '2001:db8::1', '::ffff:8.8.8.8'],
};

for (const [kind, addresses] of Object.entries(kinds)) {
	test(`addresses that are ${kind}, also where they are written as IPv6`, (t) => {
		t.deepEqual(
			addresses.map((address) => [address, addressKind(address)]),
			addresses.map((address) => [address, kind]),
		);
	});
}
