// The version, as package.json states it.
import {readFileSync} from 'node:fs';

// package.json is ours; it has a version.
const manifest: {readonly version: string} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

export const version = manifest.version;
