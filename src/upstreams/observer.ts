// Runs in the network namespace of a gateway and reports when its port opens and closes: `node observer.ts <port>`.
import {readCommands, say} from './control-lines.ts';
import {monoMs} from './mono-clock.ts';
import {PortWatch} from './port-watch.ts';
import {keepScanShort} from './short-scan.ts';

/** An edge is then known to about ± 2.5 ms. */
const lookEveryMs = 5;

if (process.env['GATEQUAKE_WARM_UP'] !== '1') {
	observe(Number(process.argv[2]));
}

function observe(port: number): void {
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		process.stderr.write(`expected a port from 1 to 65535, got '${process.argv[2]}'; usage: node observer.ts <port>\n`);
		process.exit(2);
	}

	const watch = new PortWatch({
		port,
		idleMs: lookEveryMs,
		onEdge(edge) {
			say({type: 'event', ...edge});
		},
	});
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => process.exit(0));
	}

	say({type: 'hello', monoMs: monoMs(), wallMs: Date.now(), pid: process.pid, app: 'observer'});
	readCommands(({seq, command}) => {
		if (command === 'clock') {
			// The reply comes behind every edge up to now.
			watch.look();
			say({type: 'reply', seq, ok: true, monoMs: monoMs(), data: {wallMs: Date.now()}});
		} else {
			say({type: 'reply', seq, ok: false, monoMs: monoMs(), error: `an observer knows only the command 'clock', got '${command}'`});
		}
	});
	keepScanShort();
	watch.start();
}
