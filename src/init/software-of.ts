// What a service of a compose file is, by its image, by the Dockerfile it is built from, and by what is mounted into it.
import type {ComposeService} from './read-compose.ts';
import type {FolderFiles} from './read-folder.ts';

const byImage = /(?:^|\/)(?:nginx|openresty|haproxy|httpd|caddy|envoy|traefik|varnish)(?:-[\w-]+)?(?=[:@]|$)/;
const byMount: readonly (readonly [RegExp, string])[] = [
	[/^\/etc\/nginx(?:\/|$)/, 'nginx'],
	[/^\/usr\/local\/etc\/haproxy(?:\/|$)|^\/etc\/haproxy(?:\/|$)/, 'haproxy'],
	[/^\/usr\/local\/apache2\/conf(?:\/|$)/, 'httpd'],
	[/^\/etc\/caddy(?:\/|$)/, 'caddy'],
	[/^\/etc\/envoy(?:\/|$)/, 'envoy'],
	[/^\/etc\/traefik(?:\/|$)/, 'traefik'],
	[/^\/etc\/varnish(?:\/|$)/, 'varnish'],
];
const noApp =
	/(?:^|\/)(?:postgres|postgis|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|kafka|zookeeper|nats|elasticsearch|opensearch|minio|mailhog|mailpit|adminer|pgadmin4|phpmyadmin|certbot|prometheus|grafana|loki|jaeger|vault|consul|etcd|clickhouse|cassandra|influxdb|cp-kafka|cp-zookeeper|mssql)[\w-]*(?=[:@]|$)/;

/** The name of a gateway that is known; null where it is none, or is not told. */
export function softwareOf({image, dockerfile, mounts}: ComposeService, files: FolderFiles): string | null {
	// What the last stage starts from is what runs.
	const parent = dockerfile === null ? undefined : [...(files.get(dockerfile) ?? '').matchAll(/^FROM\s+(?:--\S+\s+)?(\S+)/gim)].at(-1)?.[1];
	const named = [dockerfile === null ? image : null, parent].flatMap((reference) => softwareIn(reference ?? ''));
	return named[0] ?? byMount.find(([place]) => mounts.some(({to}) => place.test(to)))?.[1] ?? null;
}

/** Databases, queues and tools: no upstreams of a gateway, unless its config says so. */
export function isNoApp({image, dockerfile}: ComposeService): boolean {
	return dockerfile === null && noApp.test(image ?? '');
}

function softwareIn(reference: string): readonly string[] {
	const [found] = byImage.exec(reference.toLowerCase()) ?? [];
	const name = /nginx|openresty|haproxy|httpd|caddy|envoy|traefik|varnish/.exec(found ?? '')?.[0];
	return name === undefined ? [] : [name === 'openresty' ? 'nginx' : name];
}
