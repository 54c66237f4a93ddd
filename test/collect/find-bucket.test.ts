import test from 'ava';
import {findBucket} from '../../src/collect/find-bucket.ts';

const keys = {AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret'};

test('at Amazon a bucket is a name of a host, unless no certificate would be for it', (t) => {
	const place = findBucket('s3://reports/nightly/2026/', {...keys, AWS_REGION: 'eu-central-1', AWS_SESSION_TOKEN: 'lent'});
	t.is(place.url, 'https://reports.s3.eu-central-1.amazonaws.com');
	t.is(place.prefix, 'nightly/2026/');
	t.is(place.sessionToken, 'lent');
	t.is(findBucket('s3://my.reports', keys).url, 'https://s3.us-east-1.amazonaws.com/my.reports');
	t.is(findBucket('s3://my.reports', keys).prefix, '');
	t.is(findBucket('s3://reports', {...keys, AWS_DEFAULT_REGION: 'cn-north-1'}).url, 'https://reports.s3.cn-north-1.amazonaws.com.cn');
});

test('elsewhere it is a part of the path, and the endpoint of S3 alone goes before that of all services', (t) => {
	const env = {...keys, AWS_ENDPOINT_URL: 'https://all.example/', AWS_ENDPOINT_URL_S3: 'http://minio:9000/s3/'};
	t.is(findBucket('s3://reports/x', env).url, 'http://minio:9000/s3/reports');
	t.is(findBucket('s3://reports/x', {...env, AWS_ENDPOINT_URL_S3: ''}).url, 'https://all.example/reports');
});

for (const [word, env, words] of [
	['s3://reports/x', {}, /AWS_ACCESS_KEY_ID is not set; AWS_SECRET_ACCESS_KEY is not set/],
	['s3://', keys, /`` is no name of a bucket/],
	['s3://a..b/x', keys, /`a\.\.b` is no name of a bucket/],
	['s3://reports/../x', keys, /`\.\.\/x` has a part that is no name/],
	['s3://reports//x', keys, /`\/x` has a part that is no name/],
	['s3://reports', {...keys, AWS_REGION: 'eu/1'}, /`eu\/1` \(AWS_REGION\) is no name of a region/],
	['s3://reports', {...keys, AWS_ENDPOINT_URL: 'minio:9000'}, /`minio:9000` \(AWS_ENDPOINT_URL\) is no http:\/\/ or https:\/\/ address/],
] as const) {
	test(`${word} with ${Object.values(env).join(' ') || 'nothing'} is refused`, (t) => {
		t.throws(() => findBucket(word, env), {code: 'NO_BUCKET', message: words});
	});
}
