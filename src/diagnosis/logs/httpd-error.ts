// httpd's error log in the default format of 2.4, and in Gatequake's.
import {signatureOf} from '../signatures.ts';
import type {Signature} from '../signature.ts';
import type {LogFormat, LogSettings} from './log-sink.ts';
import {readStamp} from './read-stamp.ts';
import {ShapeCache} from './shape-cache.ts';

const head = /^\[[^\]:]*:(?:emerg|alert|crit|error|warn|notice|info|debug|trace\d)\] (?:\[pid [^\]]*\] )?(?:\[gq [^\]]*\] )?/;
const clientPart = /\[(?:client|remote) [^\]]*\] /;

export function httpdErrorFormat(settings: LogSettings): LogFormat {
	const shapes = new ShapeCache<Signature | null>();
	return {
		name: 'httpd error log',
		read(line, sink) {
			if (line.bytes[line.start] !== 0x5b) {
				return false;
			}

			const text = line.text;
			const stamp = readStamp(text, settings);
			const start = stamp === null ? null : head.exec(text.slice(stamp.length));
			if (stamp === null || start === null) {
				return false;
			}

			const words = text.slice(stamp.length + start[0].length).replace(clientPart, '');
			const bytes = Buffer.from(words, 'latin1');
			const signature = numbered(words)
				? signatureOf('httpd', words)
				: shapes.meaningOf(bytes, 0, bytes.length, () => signatureOf('httpd', words));
			if (signature === null) {
				sink.unknown(words, stamp.wallMs, line);
			} else {
				sink.sign(signature, stamp.wallMs, upstreamIn(words), line);
			}

			return true;
		},
	};
}

/** AH codes are numbers that matter, which a shape leaves out. */
function numbered(words: string): boolean {
	return words.includes('AH');
}

function upstreamIn(words: string): string | null {
	return /(?:attempt to connect to|from remote server|connection for|worker for|failed to) \(?(\S+:\d+)/.exec(words)?.[1] ?? null;
}
