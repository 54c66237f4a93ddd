// Apache httpd: AH codes and errno texts of its error log, tried from the errno or the AH code on, without the client's address:
// `(111)Connection refused: AH00957: http: attempt to connect to …`. Read against modules/proxy/*.c and the MPMs.
import {quiet, signature} from '../signature.ts';
import type {Signature} from '../signature.ts';
import {httpdAppServers} from './httpd-app-servers.ts';

const timedOut = String.raw`^\((?:70007|110)\)[^:]*: `;
const util = 'modules/proxy/proxy_util.c';
const http = 'modules/proxy/mod_proxy_http.c';
const fcgi = 'modules/proxy/mod_proxy_fcgi.c';
const balancer = 'modules/proxy/mod_proxy_balancer.c';

export const httpd: readonly Signature[] = [
	signature('connect-refused', /^\(111\)[^:]*: AH0(?:0957|2454):/, ['failure', 'connect', 'connection_refused', '503'], {
		meaning: 'nothing listened at the upstream address',
		check: 'Is the app running, and does it listen on the address and port that the log names?',
		change: 'Start the app; ProxyPass; retry=0 so that the worker is tried again at once, or a balancer with a second member.',
		source: `${util}: ap_proxy_connect_backend`,
	}),
	signature('connect-unroutable', /^\((?:101|113)\)[^:]*: AH00957:/, ['failure', 'connect', 'destination_ip_unroutable', '503'], {
		meaning: 'no route led to the upstream address',
		check: 'Does the address still belong to the app?',
		change: 'disablereuse=On or ProxyPass … addressttl=, so that the name is looked up again.',
		source: `${util}: ap_proxy_connect_backend`,
	}),
	signature('connect-timeout', new RegExp(`${timedOut}AH00957:`), ['failure', 'connect', 'connection_timeout', '503'], {
		meaning: 'packets to the upstream address were answered by nobody',
		check: 'Is the host up, does a firewall drop packets, is the accept queue full?',
		change: 'connectiontimeout= of ProxyPass; the app’s backlog.',
		source: `${util}: ap_proxy_connect_backend`,
	}),
	signature('connect-reset', /^\((?:103|104)\)[^:]*: AH00957:/, ['failure', 'connect', 'connection_terminated', '503'], {
		meaning: 'the connection was reset while it was being made',
		check: 'What stands between.',
		change: 'Mend what stands between.',
		source: `${util}: ap_proxy_connect_backend`,
	}),
	signature('socket-unreachable', /^\((?:2|13|11)\)[^:]*: AH02454:/, ['failure', 'connect', 'destination_unavailable', '503'], {
		meaning: 'the Unix socket of the app is missing, closed to httpd, or its queue is full',
		check: 'Path, owner and mode of the socket; are all workers busy?',
		change: 'ProxyPass unix:PATH|…; listen.owner, listen.mode, listen.backlog of PHP-FPM.',
		source: `${util}: ap_proxy_determine_connection`,
	}),
	signature('own-resources', /^\((?:99|24|23)\)[^:]*: AH0095[27]:/, ['failure', 'connect', 'proxy_internal_error', '503'], {
		meaning: 'httpd had no local port or descriptor left to connect with',
		check: 'ss -s for TIME-WAIT; limits of the process.',
		change: 'keepalive and reuse of ProxyPass (no disablereuse), LimitNOFILE.',
		source: `${util}: ap_proxy_connect_backend`,
	}),
	signature('response-timeout', new RegExp(`${timedOut}AH(?:01102|10404):`), ['failure', 'headers', 'http_response_timeout', '502'], {
		meaning: 'the app did not begin its answer in time',
		check: 'What the app waits for.',
		change: 'Mend what is slow; only then timeout= of ProxyPass, ProxyTimeout.',
		source: `${http}: ap_proxy_http_process_response`,
	}),
	signature('closed-before-headers', /^(?!\((?:70007|110)\)).*AH(?:01102|10404):/, ['failure', 'headers', 'connection_terminated', '502'], {
		meaning: 'the app closed or reset the connection before it answered',
		check: 'Crashes and restarts of the app; only after idle time: its keep-alive time-out.',
		change: 'ttl= of ProxyPass below the app’s keep-alive time-out; SetEnv proxy-initial-not-pooled 1; ping=.',
		source: `${http}: ap_proxy_http_process_response`,
	}),
	signature('body-timeout', new RegExp(`${timedOut}AH01110:`), ['failure', 'body', 'connection_read_timeout', 'cut'], {
		meaning: 'the app stalled in the middle of an answer',
		check: 'Streams with long silences, or an app that hangs half-way.',
		change: 'timeout= of ProxyPass; heartbeats.',
		source: `${http}: ap_proxy_http_process_response`,
	}),
	// APR's general error: it read what it could not parse. An end that came too early is 70008, a reset 104.
	signature('bad-body', /^\(20014\).*AH01110:/, ['failure', 'body', 'http_response_transfer_coding', 'cut'], {
		meaning: 'the answer’s body breaks the rules of chunks',
		check: 'The bytes that the app sends: curl --raw, straight at it.',
		change: 'The app, or what stands before it; no setting of httpd mends it.',
		source: 'modules/http/http_filters.c: ap_http_filter',
	}),
	signature('cut-body', /^(?!\((?:70007|110|20014)\)).*AH01110:/, ['failure', 'body', 'http_response_incomplete', 'cut'], {
		meaning: 'the answer ended before it was whole',
		check: 'Crashes and restarts of the app; lengths and chunks it sends.',
		change: 'Graceful stops of the app.',
		source: `${http}: ap_proxy_http_process_response`,
	}),
	signature('send-timeout', new RegExp(`${timedOut}AH(?:01084|10154):`), ['failure', 'send', 'connection_write_timeout', '502 or 504'], {
		meaning: 'the app did not read the request',
		check: 'Is the app frozen, or does it read bodies late?',
		change: 'timeout= of ProxyPass; LimitRequestBody.',
		source: `${util}: ap_proxy_pass_brigade`,
	}),
	signature('send-failed', /^(?!\((?:70007|110|20014)\)).*AH(?:01084|10154):/, ['failure', 'send', 'connection_terminated', '502'], {
		meaning: 'the app closed the connection while the request was being sent',
		check: 'Does the app refuse bodies early, or was a worker killed?',
		change: 'LimitRequestBody in front; let the app drain the body.',
		source: `${util}: ap_proxy_pass_brigade`,
	}),
	signature('header-too-big', /AH10124:/, ['failure', 'headers', 'http_response_header_section_size', '502'], {
		meaning: 'a header of the answer is larger than the limit',
		check: 'Which header: the log quotes its beginning.',
		change: 'ResponseFieldSize, or responsefieldsize= of ProxyPass; fewer cookies.',
		source: `${http}: ap_proxy_read_headers`,
	}),
	signature('name-unknown', /AH00898: DNS lookup failure/, ['failure', 'name', 'dns_error', '502 or 500'], {
		meaning: 'the upstream’s name could not be looked up',
		check: 'getent hosts NAME on the gateway.',
		change: 'The name in ProxyPass; /etc/resolv.conf.',
		source: `${util}: ap_proxy_determine_connection`,
	}),
	signature(
		'malformed',
		/AH00898: (?:Corrupt status line|Malformed connection header|Unexpected Upgrade)|AH0(?:2475|2476):/,
		['failure', 'headers', 'http_protocol_error', '502'],
		{
			meaning: 'what answered is no proper HTTP',
			check: 'Which program listens on that port; the bytes it sends.',
			change: 'The port or scheme in ProxyPass (https://, fcgi://, ajp://), or the app.',
			source: `${http}: ap_proxy_http_process_response`,
		},
	),
	signature('tls-failed', /AH00961:|AH01961:|AH00898: Error during SSL Handshake/, ['failure', 'tls', 'tls_protocol_error', '500 or 502'], {
		meaning: 'the TLS handshake with the upstream failed',
		check: 'The lines of mod_ssl before it (AH02003, AH02004).',
		change: 'SSLProxyEngine on; SSLProxyCACertificateFile, SSLProxyCheckPeerName, SSLProxyProtocol.',
		source: `${util}: ap_proxy_connection_create`,
	}),
	signature('tls-expired', /AH0200[45]:|AH02276:|AH02411:/, ['failure', 'tls', 'tls_certificate_error', '500 or 502'], {
		meaning: 'the upstream’s certificate has run out, is for another name, or is not trusted',
		check: 'openssl s_client -servername NAME.',
		change: 'A new certificate; SSLProxyCheckPeerExpire and SSLProxyCheckPeerName only knowingly.',
		source: 'modules/ssl/ssl_engine_io.c: ssl_io_filter_handshake',
	}),
	signature('pool-full', /AH00941:/, ['failure', 'queue', 'connection_limit_reached', '503'], {
		meaning: 'every connection to the upstream was in use',
		check: 'Is the app slow, or max= too small?',
		change: 'max= and acquire= of ProxyPass.',
		source: `${util}: ap_proxy_acquire_connection`,
	}),
	signature('worker-disabled', /AH00940:/, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'the upstream is held down after a failure, until retry= is over',
		check: 'What failed before (AH00957): that is the cause.',
		change: 'retry=0 of ProxyPass where there is but one upstream.',
		source: `${util}: ap_proxy_acquire_connection`,
	}),
	signature('balancer-empty', /AH0116[67]:|AH0117[01]:|AH00934:/, ['consequence', 'health', 'destination_unavailable', '503'], {
		meaning: 'every member of the balancer is in error state or busy',
		check: 'What failed before on each member.',
		change: 'retry= of the members, ProxySet forcerecovery, a hot standby (status=+H).',
		source: `${balancer}: proxy_balancer_pre_request`,
	}),
	signature('backend-failed', /AH0(?:1114|1079|0896):|AH10101:/, ['consequence', 'connect', 'destination_unavailable', '503'], {
		meaning: 'no connection to the upstream could be made',
		check: 'The line before it, of the same thread, has the reason.',
		change: 'See that line.',
		source: `${http}: proxy_http_handler; ${fcgi}; mod_proxy_ajp.c; mod_proxy_uwsgi.c`,
	}),
	signature('body-not-passed', /AH01097:/, ['consequence', 'send', 'connection_terminated', '502'], {
		meaning: 'a request body could not be passed on',
		check: 'The line before it (AH01084) has the reason.',
		change: 'See that line.',
		source: `${http}: stream_reqbody`,
	}),
	signature('bad-header-line', /AH01106:/, ['consequence', 'headers', 'http_protocol_error', '502'], {
		meaning: 'the answer’s header section is bad',
		check: 'The line before it (AH10124) where the section was too large; otherwise a line without a colon.',
		change: 'Mend the app’s headers.',
		source: `${http}: ap_proxy_http_process_response`,
	}),
	signature(
		'error-reading',
		/AH00898: (?:Error reading from remote server|Timeout on 100-Continue)/,
		['consequence', 'headers', null, '502'],
		{
			meaning: 'the answer could not be read',
			check: 'The line before it (AH01102) has the reason.',
			change: 'See that line.',
			source: `${util}: ap_proxyerror`,
		},
	),
	signature('taken-out', /AH00959:|AH03303:|AH01174:|AH02460:/, ['consequence', 'health', null, 'none yet'], {
		meaning: 'a member was taken out after a failure',
		check: 'What failed before; failonstatus, failontimeout, or a health check.',
		change: 'retry=, failonstatus=, ProxyHCExpr.',
		source: `${util}: ap_proxy_connect_backend; mod_proxy_hcheck.c; ${balancer}`,
		lifecycle: 'upstream-disabled',
	}),
	signature('back-in', /AH03302:/, ['life', 'health', null, 'none'], {
		meaning: 'a health check put a member back',
		check: '',
		change: '',
		source: 'modules/proxy/mod_proxy_hcheck.c: hc_check',
	}),
	...httpdAppServers,
	signature('max-workers', /AH00(?:161|484|286):/, ['failure', 'client', 'connection_limit_reached', 'clients hang'], {
		meaning: 'httpd uses all its workers: new clients wait in the kernel’s queue',
		check: 'mod_status: what the workers do (R reading, W waiting for an app, K keep-alive).',
		change: 'MaxRequestWorkers (and ServerLimit), KeepAliveTimeout; shorten the time-out to the app.',
		source: 'server/mpm/event/event.c: perform_idle_server_maintenance',
		lifecycle: 'connections-exhausted',
	}),
	signature('scoreboard-full', /AH00(?:485|288):/, ['failure', 'client', 'connection_limit_reached', 'clients hang'], {
		meaning: 'the scoreboard is full of processes that are about to end',
		check: 'Long requests that hold old processes after reloads (mod_status: G).',
		change: 'ServerLimit, MaxConnectionsPerChild 0, GracefulShutdownTimeout.',
		source: 'server/mpm/event/event.c: perform_idle_server_maintenance',
		lifecycle: 'connections-exhausted',
	}),
	signature('worker-killed', /AH0005[12]: child pid \d+ exit signal/, ['failure', 'process', 'proxy_internal_error', 'cut, or reset'], {
		meaning: 'a process of httpd was killed or crashed, with all its connections',
		check: 'Signal 9: the kernel’s log for the OOM killer. Signal 11: a module.',
		change: 'Memory against MaxRequestWorkers; the module.',
		source: 'server/mpm_unix.c: ap_process_child_status',
		lifecycle: 'worker-killed',
	}),
	signature('request-timeout', /AH01382:|AH01095:/, ['client', 'client', 'http_request_error', '408'], {
		meaning: 'a client took too long to send its request',
		check: 'Slow clients.',
		change: 'RequestReadTimeout.',
		source: 'modules/filters/mod_reqtimeout.c: reqtimeout_filter',
	}),
	signature('no-handler', /AH01144:/, ['failure', 'start', 'proxy_configuration_error', '500'], {
		meaning: 'no module speaks the scheme of a ProxyPass',
		check: 'apachectl -M: proxy_http, proxy_fcgi, proxy_ajp …',
		change: 'LoadModule, a2enmod.',
		source: 'modules/proxy/mod_proxy.c: proxy_handler',
	}),
	signature('denied', /AH01630:|AH00(?:035|036):/, ['client', 'client', 'http_request_denied', '403'], {
		meaning: 'the config, or a file’s mode, forbids the request',
		check: 'Require, and the mode of every folder of the path.',
		change: 'Require, chmod.',
		source: 'modules/aaa/mod_authz_core.c: authorize_user_core; server/request.c',
	}),
	signature('reloaded', /AH00493:|AH00171:/, ['life', 'process', null, 'none'], {
		meaning: 'httpd took over a new config',
		check: 'Whether failures began here.',
		change: '',
		source: 'server/mpm/event/event.c: event_run',
		lifecycle: 'reloaded',
	}),
	signature('started', /AH00(?:489|163): /, ['life', 'process', null, 'none'], {
		meaning: 'httpd started, or went on after a reload',
		check: 'Whether somebody started it anew at that time.',
		change: '',
		source: 'server/mpm/event/event.c: event_run',
	}),
	signature('stopping', /AH00(?:169|170|491|492|295|296): /, ['life', 'process', null, 'none, or cut'], {
		meaning: 'httpd was stopped',
		check: 'Whether it was meant to be.',
		change: 'graceful-stop instead of stop.',
		source: 'server/mpm/event/event.c: event_run',
	}),
	signature('unclean', /AH00098:/, ['strain', 'process', null, 'none'], {
		meaning: 'httpd had not been shut down in order before this start',
		check: 'What ended it: a kill, a crash, the host.',
		change: 'Memory, or what stopped it without a word.',
		source: 'server/log.c: ap_log_pid',
	}),
	quiet(
		'notes',
		/AH00(?:094|490|558|128|127|932|933|1104|1105|1103)?:|AH01(?:590|103|104|105|115|276):|AH0(?:0096|0992|1012|1030|1031|1080):|AH10481:|AH03408:|AH00(?:094|490|558|128|127|932|933):/,
		'what it says as it starts and runs',
		'server/log.c; server/mpm/event/event.c',
	),
];
