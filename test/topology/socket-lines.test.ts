import test from 'ava';
import {isAddress, socketLines} from '../../src/topology/socket-lines.ts';

// As `cat /proc/net/tcp /proc/net/tcp6` prints it.
const printed = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0
   1: 0B00007F:9F3D 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0000000000000000 100 0 0 10 0
   2: 030014AC:A1F2 020014AC:0BB8 06 00000000:00000000 03:00000F6A 00000000     0        0 0 3 0000000000000000
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:0BB8 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4 1 0000000000000000 100 0 0 10 0
   1: 0000000000000000FFFF0000020014AC:0BB8 0000000000000000FFFF0000030014AC:A1F2 01 00000000:00000000 00:00000000 00000000     0        0 5 1 0000000000000000 100 0 0 10 0
   2: 0000000000000000FFFF00000100007F:0BB8 0000000000000000FFFF00000100007F:A1F3 01 00000000:00000000 00:00000000 00000000     0        0 5 1 0000000000000000 100 0 0 10 0
   3: 00000000000000000000000001000000:0BB9 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4 1 0000000000000000 100 0 0 10 0
`;

test('sockets of both families, with what is on the loopback device told apart', (t) => {
	const seen = socketLines(printed).map(({localPort, remotePort, isListening, isLoopback}) => [
		localPort,
		remotePort,
		isListening,
		isLoopback,
	]);
	t.deepEqual(seen, [
		[80, 0, true, false],
		[40_765, 0, true, true],
		[41_458, 3000, false, false],
		[3000, 0, true, false],
		[3000, 41_458, false, false],
		[3000, 41_459, false, true],
		[3001, 0, true, true],
	]);
});

test('an address in the kernel’s own words, of either family', (t) => {
	t.true(isAddress('020014AC', '172.20.0.2'));
	t.true(isAddress('0000000000000000FFFF0000020014AC', '172.20.0.2'));
	t.false(isAddress('030014AC', '172.20.0.2'));
	t.false(isAddress('00000000', ''));
});
