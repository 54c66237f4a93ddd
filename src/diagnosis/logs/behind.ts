// Programs behind the gateway, or under it: what they say of their own end is nearer to the root than what the gateway saw, and their starts
// are not the gateway's.
import type {SignatureSource} from '../signatures.ts';

const behind: ReadonlySet<string> = new Set<SignatureSource>([
	'php-fpm',
	'uwsgi',
	'gunicorn',
	'python',
	'puma',
	'tomcat',
	'node',
	'postgres',
	'kernel',
	'systemd',
	'engine',
]);

/** `source`: of a signature, or of a cause that comes from counts. */
export function isBehind({source}: {readonly source: string}): boolean {
	return behind.has(source);
}
