// Versions and digests of what a run was made of, for its history.
import type {ImageInfo} from '../runtime/runtime.ts';
import type {Timeline} from '../timeline/timeline.ts';
import type {RunImages} from './ensure-images.ts';

export function partsOf(images: RunImages): Timeline['parts'] {
	if (!('gateway' in images)) return {loadgen: partOf(images.loadgen)};
	const {gateway, inner, app, loadgen, toxiproxy, postgres, servers} = images;
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
