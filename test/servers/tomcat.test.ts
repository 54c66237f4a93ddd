import test from 'ava';
import {tomcat} from '../../src/servers/tomcat.ts';

// Tomcat 11.0.22 with four threads, all of them held.
const valve = 'WARNING [Catalina-utility-1] org.apache.catalina.valves.StuckThreadDetectionValve.notifyStuckThreadDetected';
const stuck = (thread: number, total: number, threads = 4): string =>
	`21-Nov-2026 13:40:24.608 ${valve} Thread [http-of-${threads}-exec-${thread}] (id=[20]) has been active for [1,199] milliseconds (since [11/21/26, 1:40?PM]) to serve the same request for [http://localhost:8080/x] and may be stuck (configured threshold for this StuckThreadDetectionValve is [1] seconds). There is/are [${total}] thread(s) in total that are monitored by this Valve and may be stuck.\n`;
const log = `21-Nov-2026 13:40:22.573 INFO [main] org.apache.coyote.AbstractProtocol.start Starting ProtocolHandler ["http-nio-0.0.0.0-8080"]
21-Nov-2026 13:40:22.588 INFO [main] org.apache.catalina.startup.Catalina.start Server startup in [8037] milliseconds
${stuck(1, 1)}	java.lang.Throwable
		at java.base/java.lang.Thread.sleep0(Native Method)
		at org.apache.jsp.app_jsp.serve(app_jsp.java:93)
${stuck(4, 4)}21-Nov-2026 13:40:30.095 INFO [Thread-1] org.apache.coyote.AbstractProtocol.pause Pausing ProtocolHandler ["http-nio-0.0.0.0-8080"]
`;

function read(text: string) {
	return tomcat.readLogs(new Map([['tomcat.log', text]]), 'app1', {fromWallMs: (wallMs) => wallMs});
}

test('what its lines tell of is known, and lines of a stack trace are none', (t) => {
	const events = read(log);
	t.deepEqual(
		events.map(({level, meaning}) => [level, meaning]),
		[
			['info', null],
			['info', 'started'],
			['warning', null],
			['warning', 'workers-busy'],
			['info', 'stopping'],
		],
	);
	t.like(events[1], {atMs: Date.parse('2026-11-21T13:40:22.588Z') + 0.5, uncertaintyMs: 0.5, part: 'app1'});
});

test('no thread is free where as many are stuck as there can be, and not before', (t) => {
	t.is(read(stuck(3, 40, 40))[0]?.meaning, 'workers-busy');
	t.is(read(stuck(3, 4, 40))[0]?.meaning, null);
	t.is(read(stuck(3, 40, 400))[0]?.meaning, null);
});
