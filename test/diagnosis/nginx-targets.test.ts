import test from 'ava';
import {nginxTargets} from '../../src/diagnosis/nginx-targets.ts';

const config = `
error_log /var/log/nginx/error.log warn;
events {}
http {
	error_log syslog:server=unix:/dev/log;
	upstream apps { server app1:8080; server unix:/run/app.sock max_fails=1; server backup1 backup; }
	server {
		error_log /var/log/nginx/site.log;
		location / { proxy_pass http://apps; }
		location /one { proxy_pass http://127.0.0.1:3000/deep/path; }
		location /sock { proxy_pass http://unix:/run/other.sock:/path; }
		location /tls { proxy_pass https://secure:443; }
		location /any { proxy_pass http://$host; }
		location /php { fastcgi_param SCRIPT_FILENAME /srv/index.php; fastcgi_pass unix:/run/php.sock; }
		location /cgi { fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name; fastcgi_pass fpm:9000; }
		location /py { uwsgi_pass 127.0.0.1:9001; }
		location /grpc { grpc_pass grpc://127.0.0.1:50051; }
	}
}
`;

test('upstreams can be asked in the protocol of their pass, and logs are files', (t) => {
	t.deepEqual(nginxTargets(config), {
		upstreams: [
			'app1:8080',
			'unix:/run/app.sock',
			'backup1:80',
			'127.0.0.1:3000',
			'unix:/run/other.sock',
			'fastcgi://unix:/run/php.sock:/srv/index.php',
			'fastcgi://fpm:9000',
			'uwsgi://127.0.0.1:9001',
		],
		errorLogs: ['/var/log/nginx/error.log', '/var/log/nginx/site.log'],
	});
});

test('what is no config leads nowhere', (t) => {
	t.deepEqual(nginxTargets(''), {upstreams: [], errorLogs: []});
});
