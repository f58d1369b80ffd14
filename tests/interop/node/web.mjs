// What the judges may read: the documents of one case, by URL. Anything else does not answer.

import {readFileSync} from 'node:fs';

/** Read the cases: one JSON object per line of standard input. */
export function readCases() {
  return readFileSync(0, 'utf8').split('\n').filter(Boolean).map(line => JSON.parse(line));
}

/** Print one verdict as a JSON line. */
export function printVerdict(variant, accepted, reason) {
  process.stdout.write(JSON.stringify({variant, accepted, reason}) + '\n');
}

/** Tell where the document of a did:web identifier is. */
export function didAddress(did) {
  const [host, ...path] = did.slice('did:web:'.length).split(':').map(decodeURIComponent);
  return `https://${host}/${path.length ? path.join('/') : '.well-known'}/did.json`;
}
