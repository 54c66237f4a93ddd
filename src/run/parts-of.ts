// Versions and digests of what a run was made of, for its history.
import type {ImageInfo} from '../runtime/runtime.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {TopologyImages} from '../topology/start-topology.ts';

export function partsOf({gateway, inner, app, loadgen, toxiproxy, postgres, servers}: TopologyImages): Timeline['parts'] {
	return {
		gateway: partOf(gateway),
		...Object.fromEntries(inner.map((image, index) => [`inner${index + 1}`, partOf(image)])),
		app: partOf(app),
		loadgen: partOf(loadgen),
		...(toxiproxy === null ? {} : {link: partOf(toxiproxy)}),
		...(postgres === null ? {} : {database: partOf(postgres)}),
		...Object.fromEntries([...servers].map(([name, image]) => [name, partOf(image)])),
	};
}

function partOf({reference, digest, version}: ImageInfo): Timeline['parts'][string] {
	return {image: reference, digest, version};
}
