// The runs that the page carries, unpacked when they are asked for. No network: the data stands in the page itself.
import type {PageConfig, PageIndex, PageRun, PageRunData} from '../page-data.ts';

export async function loadIndex(): Promise<readonly PageRun[]> {
	const {runs} = await unpack<PageIndex>('index');
	return runs;
}

export async function loadRun(key: string): Promise<PageRunData> {
	return await unpack<PageRunData>(key);
}

export async function loadConfig(key: string): Promise<PageConfig> {
	return await unpack<PageConfig>(key);
}

// The page was written in one piece with its data: the shapes are those of page-data.ts.
async function unpack<Shape>(key: string): Promise<Shape> {
	const packed = document.getElementById(`data-${key}`)?.textContent;
	if (packed === undefined || packed === null) {
		throw new Error(`the page holds no ${key}`);
	}

	const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
	const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
	const shape: Shape = JSON.parse(await new Response(stream).text());
	return shape;
}
