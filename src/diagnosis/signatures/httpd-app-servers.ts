// What httpd says of app servers that it does not speak HTTP to: FastCGI, uwsgi, AJP. Read against modules/proxy/mod_proxy_*.c.
import {signature} from '../signature.ts';
import type {Signature} from '../signature.ts';

const timedOut = String.raw`^\((?:70007|110)\)[^:]*: `;
const fcgi = 'modules/proxy/mod_proxy_fcgi.c';

export const httpdAppServers: readonly Signature[] = [
	signature('script-headers', /Premature end of script headers:/, ['failure', 'headers', 'http_protocol_error', '500'], {
		meaning: 'the header section of a FastCGI or CGI app ended early: a line without a colon, or one of more than 8 KB',
		check: 'What the app prints before its headers; large cookies.',
		change: 'The app; httpd has no directive for that limit.',
		source: `server/util_script.c: ap_scan_script_header_err_core; ${fcgi}: dispatch`,
	}),
	signature('fastcgi-bad-headers', /AH01070:/, ['consequence', 'headers', 'http_protocol_error', '500'], {
		meaning: 'the header section of a FastCGI app could not be read',
		check: 'The line before it, of the same thread.',
		change: 'See that line.',
		source: `${fcgi}: dispatch`,
	}),
	signature('not-fastcgi', /AH0106[89]:/, ['failure', 'headers', 'http_protocol_error', '503'], {
		meaning: 'what answered does not speak FastCGI',
		check: 'Which program listens at that address?',
		change: 'The scheme in ProxyPass (http://, uwsgi://), or the address.',
		source: `${fcgi}: dispatch`,
	}),
	signature('fastcgi-header', /AH01067:/, ['failure', 'headers', 'connection_terminated', '503'], {
		meaning: 'the FastCGI app closed the connection before it answered',
		check: 'PHP-FPM’s log: a killed child, terminate time-out, a fatal error.',
		change: 'request_terminate_timeout and memory_limit in PHP-FPM; the address of the handler.',
		source: `${fcgi}: dispatch`,
	}),
	signature('fastcgi-timeout', new RegExp(`${timedOut}AH01075:`), ['failure', 'headers', 'http_response_timeout', '504'], {
		meaning: 'the FastCGI app did not answer in time',
		check: 'pm.max_children reached? The slow log.',
		change: 'pm.max_children, ProxyTimeout.',
		source: `${fcgi}: fcgi_do_request`,
	}),
	signature('fastcgi-failed', /^(?!\((?:70007|110)\)).*AH01075:/, ['consequence', 'headers', 'connection_terminated', '503'], {
		meaning: 'a FastCGI request failed',
		check: 'The line before it (AH01067) has the reason.',
		change: 'See that line.',
		source: `${fcgi}: fcgi_do_request`,
	}),
	signature('fastcgi-script-unknown', /AH01071: .*Primary script unknown/, ['failure', 'headers', 'proxy_configuration_error', '404'], {
		meaning: 'PHP-FPM found no script at the path that httpd gave',
		check: 'The path as PHP-FPM sees it: another root or container.',
		change: 'ProxyFCGISetEnvIf, or the path in SetHandler "proxy:fcgi://…".',
		source: `${fcgi}: dispatch`,
	}),
	signature('fastcgi-php-message', /AH01071: (?!.*Primary script unknown)/, ['strain', 'headers', null, '500 on a fatal error'], {
		meaning: 'the PHP script wrote an error',
		check: 'The file and line that it names.',
		change: 'The script; memory_limit, max_execution_time.',
		source: `${fcgi}: dispatch`,
	}),
	signature('uwsgi-send', /AH10098:/, ['failure', 'send', 'connection_terminated', '503'], {
		meaning: 'the uWSGI app closed the connection while the request was being sent',
		check: 'buffer-size of uWSGI against the size of the request’s headers.',
		change: 'buffer-size in uWSGI.',
		source: 'modules/proxy/mod_proxy_uwsgi.c: uwsgi_send',
	}),
	signature('ajp-ping', /AH00897:/, ['failure', 'connect', 'connection_timeout', '503'], {
		meaning: 'Tomcat did not answer the AJP ping: it hangs, or all its threads are busy',
		check: 'A thread dump (jstack); maxThreads.',
		change: 'ping= of ProxyPass; maxThreads of the connector.',
		source: 'modules/proxy/mod_proxy_ajp.c: proxy_ajp_handler',
	}),
	signature('ajp-read', /AH00(?:878|893):/, ['failure', 'headers', 'connection_terminated', '503 or 504'], {
		meaning: 'Tomcat closed the AJP connection, or did not answer in time',
		check: 'catalina.out at that time; connectionTimeout of the connector against ttl=.',
		change: 'ttl= below the connector’s keepAliveTimeout; packetSize.',
		source: 'modules/proxy/mod_proxy_ajp.c: ap_proxy_ajp_request',
	}),
];
