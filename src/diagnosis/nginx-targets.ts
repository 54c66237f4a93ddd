// Where nginx's config leads: what can be asked directly, and where it writes its errors.
import {allDirectives, readNginxConfig} from './read-nginx-config.ts';
import {nginxModel} from './lint/nginx-model.ts';
import type {ConfigTargets} from './config-targets.ts';
import type {NginxPass} from './lint/nginx-model.ts';

/** `text`: a config, or what `nginx -T` prints. */
export function nginxTargets(text: string): ConfigTargets {
	const {directives} = readNginxConfig({name: null, text}, () => null);
	const {passes, groups} = nginxModel(directives);
	const upstreams = passes.flatMap((pass) => {
		const scheme = schemes[pass.protocol];
		// What speaks TLS, or a protocol that is not spoken here, is asked by nobody.
		if (scheme === undefined || pass.tls) return [];
		const group = groups.find(({name}) => name === pass.group);
		const places = group === undefined ? [placeOf(pass)] : group.servers.map(({directive}) => directive.words[0] ?? '');
		return places.flatMap((place) => (place === '' || place.includes('$') ? [] : `${scheme}${withPort(place)}${scriptOf(pass)}`));
	});
	const errorLogs = [...allDirectives(directives)].flatMap(({directive: {name, words}}) =>
		name === 'error_log' && words[0]?.startsWith('/') === true && words[0] !== '/dev/null' ? [words[0]] : [],
	);
	return {upstreams: [...new Set(upstreams)], errorLogs: [...new Set(errorLogs)]};
}

const schemes: Readonly<Record<string, string>> = {proxy: '', fastcgi: 'fastcgi://', uwsgi: 'uwsgi://'};

/** Without scheme and path: `127.0.0.1:3000`, `unix:/run/app.sock`. */
function placeOf({directive}: NginxPass): string {
	const rest = (directive.words[0] ?? '').replace(/^\w+:\/\//, '');
	return rest.startsWith('unix:') ? (/^unix:[^:]+/.exec(rest)?.[0] ?? '') : (rest.split('/')[0] ?? '');
}

function withPort(place: string): string {
	return place.startsWith('unix:') || /:\d+$/.test(place) ? place : `${place}:80`;
}

/** FastCGI's script, where it is a file and no variable. */
function scriptOf(pass: NginxPass): string {
	const script =
		pass.protocol === 'fastcgi' ? pass.settings('fastcgi_param').find(({words}) => words[0] === 'SCRIPT_FILENAME')?.words[1] : undefined;
	if (script?.startsWith('/') !== true || script.includes('$')) return '';
	return placeOf(pass).startsWith('unix:') ? `:${script}` : script;
}
