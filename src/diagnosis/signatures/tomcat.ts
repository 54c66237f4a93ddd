// Tomcat's catalina.out. Read against java/org/apache/tomcat/util/net, catalina and their LocalStrings.properties.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

export const tomcat: readonly Signature[] = [
	signature('out-of-memory', /java\.lang\.OutOfMemoryError/, ['failure', 'memory', 'http_response_timeout', '500, 502 or 504'], {
		meaning: 'the Java virtual machine has no memory left; it goes on half alive',
		check: 'The words after it: heap space, Metaspace, unable to create native thread.',
		change: '-Xmx, the leak (a heap dump); -XX:+ExitOnOutOfMemoryError so that a supervisor restarts it.',
		source: 'the Java virtual machine',
	}),
	signature('accept-failed', /Socket accept failed/, ['failure', 'client', 'connection_timeout', '504, or 503'], {
		meaning: 'Tomcat cannot take connections, most often for want of file descriptors',
		check: 'The exception below it: Too many open files?',
		change: 'LimitNOFILE, maxConnections of the connector.',
		source: 'org/apache/tomcat/util/net/Acceptor.java: run (endpoint.accept.fail)',
	}),
	signature(
		'stuck-thread',
		/has been active for \[[\d,.]+\] milliseconds.* may be stuck/,
		['strain', 'headers', 'http_response_timeout', '504'],
		{
			meaning: 'a thread has worked on one request for very long',
			check: 'The stack trace below it: what does it wait for?',
			change: 'What it waits for: a pool, a lock, a database; time-outs of its clients.',
			source: 'org/apache/catalina/valves/StuckThreadDetectionValve.java',
		},
	),
	signature(
		'threads-full',
		/Maximum number of threads \(\d+\) created for connector/,
		['failure', 'queue', 'http_response_timeout', '504'],
		{
			meaning: 'every thread of the connector is busy (said by old Tomcats; newer ones are silent)',
			check: 'A thread dump (jstack): what do they wait for?',
			change: 'What they wait for; then maxThreads.',
			source: 'org/apache/tomcat/util/net of Tomcat 6',
		},
	),
	signature(
		'rejected',
		/RejectedExecutionException|The executor'?s work queue is full/,
		['failure', 'queue', 'connection_terminated', '502'],
		{
			meaning: 'the thread pool took no more work',
			check: 'Is it stopping, or is its queue limited?',
			change: 'maxThreads, maxQueueSize of the Executor.',
			source: 'org/apache/tomcat/util/threads/ThreadPoolExecutor.java',
		},
	),
	signature(
		'client-left',
		/ClientAbortException|java\.io\.IOException: Broken pipe/,
		['client', 'body', null, '499 or 504 at the gateway'],
		{
			meaning: 'the gateway or the client had given up before the answer was written',
			check: 'How long requests take, against the gateway’s time-out.',
			change: 'What is slow.',
			source: 'org/apache/catalina/connector/OutputBuffer.java: realWriteBytes',
		},
	),
	signature(
		'bind-failed',
		/BindException: Address already in use|Failed to initialize (?:component|connector) \[|Socket bind failed/,
		['failure', 'start', 'connection_refused', '502'],
		{
			meaning: 'Tomcat could not open its port; it goes on, says that it started, and serves nobody',
			check: 'ss -ltnp: who holds it?',
			change: 'port of the Connector; stop the other process.',
			source: 'org/apache/tomcat/util/net/NioEndpoint.java: initServerSocket (endpoint.init.bind)',
		},
	),
	signature(
		'start-failed',
		/Context \[.*\] startup failed due to previous errors|Failed to start component \[|One or more listeners failed to start|Servlet \[.*\] in web application \[.*\] threw load\(\) exception/,
		['failure', 'start', null, '404, 500 or 503'],
		{
			meaning: 'the app did not start in Tomcat',
			check: 'The exception below it, or in localhost.log.',
			change: 'The app.',
			source: 'org/apache/catalina/core/StandardContext.java: startInternal (standardContext.startFailed)',
		},
	),
	signature('header-too-large', /Request header is too large/, ['client', 'client', 'http_request_error', '400'], {
		meaning: 'a request’s headers do not fit',
		check: 'Large cookies or tokens?',
		change: 'maxHttpRequestHeaderSize (maxHttpHeaderSize) of the Connector.',
		source: 'org/apache/coyote/http11/Http11InputBuffer.java (iib.requestheadertoolarge.error)',
	}),
	signature('parse-error', /Error parsing HTTP request header/, ['client', 'client', 'http_request_error', '400'], {
		meaning: 'a request was malformed, or TLS was spoken to a plain port',
		check: 'The exception: which character?',
		change: 'relaxedQueryChars for old clients; the scheme of the gateway.',
		source: 'org/apache/coyote/http11/Http11Processor.java (http11processor.header.parse)',
	}),
	signature(
		'app-error',
		/Servlet\.service\(\) for servlet \[.*\] .*threw exception(?! \[java\.lang\.OutOfMemoryError)/,
		['failure', 'headers', null, '500'],
		{
			meaning: 'the app raised an error: its own 500',
			check: 'The stack trace below it.',
			change: 'The app.',
			source: 'org/apache/catalina/core/StandardWrapperValve.java: invoke (standardWrapper.serviceException)',
		},
	),
	signature(
		'stopping',
		/A valid shutdown command was received|Stopping service \[|Pausing ProtocolHandler/,
		['life', 'process', null, '502 or 503 from now on'],
		{
			meaning: 'Tomcat stops',
			check: 'Whether it was meant to.',
			change: 'unloadDelay; take it out of the balancer first.',
			source: 'org/apache/catalina/core/StandardService.java: stopInternal',
		},
	),
	signature('started', /Server startup in \[?[\d,.]+\]? (?:milliseconds|ms)/, ['life', 'process', null, 'none'], {
		meaning: 'Tomcat started',
		check: 'Whether somebody started it anew at that time.',
		change: '',
		source: 'org/apache/catalina/startup/Catalina.java: start',
	}),
	quiet(
		'notes',
		/(?:Starting|Initializing|Stopping|Destroying) ProtocolHandler|Starting service \[|Server initialization in|No global web\.xml found|At least one JAR was scanned for TLDs|You need to add "--add-opens|was previously reported to be stuck but has completed|Deploy(?:ing|ment of) |Starting Servlet engine|Command line argument|Server (?:version|built|number)|^\s*at [\w$.]+\(/,
		'what it says as it runs',
		'org/apache/catalina/startup',
	),
];
