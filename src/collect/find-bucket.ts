// Where `s3://bucket/prefix` is and as whom it is asked, by the environment variables that every client of S3 reads. Pure.
import {GatequakeError} from '../error.ts';

export interface BucketPlace {
	/** As the user named it. */
	readonly name: string;
	/** Of the bucket, without a slash at the end. */
	readonly url: string;
	/** Before each name in the bucket: empty, or with a slash at its end. */
	readonly prefix: string;
	readonly region: string;
	readonly accessKeyId: string;
	readonly secretAccessKey: string;
	/** Of keys that are lent for a time. */
	readonly sessionToken: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function isBucketName(word: string): boolean {
	return word.startsWith('s3://');
}

/**
 * Without an endpoint of its own it is Amazon's, where the bucket is a name of a host; elsewhere it is the first part of the path.
 * @throws GatequakeError `NO_BUCKET` (exit code 2) with all that is wrong.
 */
export function findBucket(word: string, environment: Environment): BucketPlace {
	const [bucket = '', ...folders] = word
		.replace(/^s3:\/\//, '')
		.replace(/\/+$/, '')
		.split('/');
	const region = environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || 'us-east-1';
	const endpoint = environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'] || null;
	const [accessKeyId, secretAccessKey] = [environment['AWS_ACCESS_KEY_ID'] ?? '', environment['AWS_SECRET_ACCESS_KEY'] ?? ''];
	const problems = [
		/^[a-z\d](?:[\w-]|\.(?!\.)){1,61}[a-z\d]$/i.test(bucket) ? null : `\`${bucket}\` is no name of a bucket`,
		folders.every((folder) => !['', '.', '..'].includes(folder)) ? null : `\`${folders.join('/')}\` has a part that is no name`,
		accessKeyId === '' ? 'AWS_ACCESS_KEY_ID is not set' : null,
		secretAccessKey === '' ? 'AWS_SECRET_ACCESS_KEY is not set' : null,
		/^[\w-]+$/.test(region) ? null : `\`${region}\` (AWS_REGION) is no name of a region`,
		endpoint === null || isWebAddress(endpoint) ? null : `\`${endpoint}\` (AWS_ENDPOINT_URL) is no http:// or https:// address`,
	].filter((problem) => problem !== null);
	if (problems.length > 0) {
		throw new GatequakeError(`expected a bucket and the keys to it by ${word}: ${problems.join('; ')}`, {
			code: 'NO_BUCKET',
			exitCode: 2,
			hint: 's3://BUCKET/FOLDER, with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, and AWS_REGION or AWS_ENDPOINT_URL where they are not those of us-east-1',
		});
	}

	return {
		name: word,
		url: endpoint === null ? atAmazon(bucket, region) : `${endpoint.replace(/\/+$/, '')}/${bucket}`,
		prefix: folders.map((folder) => `${folder}/`).join(''),
		region,
		accessKeyId,
		secretAccessKey,
		sessionToken: environment['AWS_SESSION_TOKEN'] || null,
	};
}

/** No certificate is for a bucket whose name has a dot. */
function atAmazon(bucket: string, region: string): string {
	const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
	return bucket.includes('.') ? `https://s3.${region}.${domain}/${bucket}` : `https://${bucket}.s3.${region}.${domain}`;
}

function isWebAddress(text: string): boolean {
	return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
