// Tomcat with a page that it compiles itself: a pool of threads, one request each. It takes connections whether or not a thread is free,
// so requests wait inside it, without end, and `backlog` counts only once it holds all the connections it may (8192).
import type {UpstreamPlan} from '../scenario/plan.ts';
import {appLogDirectory} from '../upstreams/upstream.ts';
import {logReader} from './log-reader.ts';
import {meaningOf} from './meaning-of.ts';
import type {MeaningTable} from './meaning-of.ts';
import type {ServerKind} from './server.ts';

export const tomcat: ServerKind = {
	name: 'tomcat',
	summary: 'a Java page on Tomcat, a pool of threads',
	image: 'tomcat-app',
	protocol: 'http',
	listens: ['tcp'],
	script: null,
	abilities: ['slow-first-byte', 'hang', 'status', 'tell-busy'],
	orders: 'file',
	lacks: {
		requestTimeoutMs: 'Tomcat ends no request, however long it takes',
		tls: 'it is not told of certificates here, and stands behind a gateway in plain HTTP as a rule',
		onTerm: 'Tomcat ends at SIGTERM as it does',
		data: 'the Java page keeps nothing but its journal',
		pool: 'the Java page asks no database',
	},
	reloadSignal: null,
	hotRestartSignal: null,
	capabilities: [],
	files: (upstream) => [
		{path: `${baseFolder}/conf/server.xml`, content: serverOf(upstream)},
		{path: `${baseFolder}/conf/logging.properties`, content: logging},
	],
	command: () => ['sh', '-c', `exec java ${javaWords.join(' ')} start >>${appLogDirectory}/tomcat.log 2>&1`],
	readLogs: (files, part, clock) => readLog(files, part, clock),
};

const homeFolder = '/usr/share/tomcat11';
const baseFolder = '/etc/gatequake/tomcat';

const javaWords = [
	// A quick start on few processors.
	'-XX:TieredStopAtLevel=1',
	'-XX:+UseSerialGC',
	'-Xmx128m',
	`-Djava.util.logging.config.file=${baseFolder}/conf/logging.properties`,
	'-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager',
	`-Dcatalina.home=${homeFolder}`,
	`-Dcatalina.base=${baseFolder}`,
	`-classpath ${homeFolder}/bin/bootstrap.jar:${homeFolder}/bin/tomcat-juli.jar`,
	'org.apache.catalina.startup.Bootstrap',
];

const logging = `handlers = java.util.logging.ConsoleHandler
.handlers = java.util.logging.ConsoleHandler
java.util.logging.ConsoleHandler.formatter = org.apache.juli.OneLineFormatter
`;

/** Tomcat's own. */
const defaultThreads = 200;

/** The names of the threads tell how many there can be: the valve's line on the last one that is stuck then says that none is free. */
function serverOf(upstream: UpstreamPlan): string {
	const {port, workers, backlog, idleTimeoutMs, graceMs} = upstream;
	const threads = workers ?? defaultThreads;
	return `<?xml version="1.0" encoding="UTF-8"?>
<Server port="-1">
	<Service name="Catalina"${graceMs === null ? '' : ` gracefulStopAwaitMillis="${graceMs}"`}>
		<Executor name="threads" namePrefix="http-of-${threads}-exec-" maxThreads="${threads}" minSpareThreads="${Math.min(threads, 10)}"/>
		<Connector port="${port}" address="0.0.0.0" protocol="HTTP/1.1" executor="threads" acceptCount="${backlog}" keepAliveTimeout="${idleTimeoutMs}" maxKeepAliveRequests="-1"/>
		<Engine name="Catalina" defaultHost="localhost" backgroundProcessorDelay="1">
			<Valve className="org.apache.catalina.valves.StuckThreadDetectionValve" threshold="1"/>
			<Host name="localhost" appBase="/nowhere" autoDeploy="false" deployOnStartup="false">
				<Context path="" docBase="/opt/gatequake/app" workDir="/tmp/tomcat">
					<JarScanner scanClassPath="false"/>
				</Context>
			</Host>
		</Engine>
	</Service>
</Server>
`;
}

const linePattern = /^(\d\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d:\d\d:\d\d\.\d{3}) ([A-Z]+) \[.*?\] \S+ (.*)$/;
const noThreadFree = /^Thread \[http-of-(\d+)-exec-\d+\] .* There is\/are \[\1\] thread\(s\) in total/;

const meanings: MeaningTable = [
	[/^Server startup in /, 'started'],
	[/^Pausing ProtocolHandler/, 'stopping'],
];

const readLog = logReader({
	cut(raw) {
		const [, day, month, year, time, level, text] = linePattern.exec(raw) ?? [];
		return level === undefined || text === undefined ? null : {time: `${day} ${month} ${year} ${time} UTC`, level, text};
	},
	meaningOf: (text) => (noThreadFree.test(text) ? {meaning: 'workers-busy'} : meaningOf(text, meanings)),
	stepMs: 1,
});
