// The verifier of the Digital Credentials Consortium. It takes no loader and keeps DID documents:
// `fetch` is replaced before it is imported, and each process judges one case.

import {printVerdict, readCases} from './web.mjs';

const [{variant, document, documents}] = readCases();

globalThis.fetch = async function fetch(request) {
  const url = typeof request === 'string' ? request : request.url ?? String(request);
  const answer = documents[url];
  if(!answer) {
    throw new TypeError('fetch failed');
  }
  return new Response(answer.body, {status: answer.status, headers: {'content-type': 'application/json'}});
};

// The library writes what it could not fetch to the console; standard output is for verdicts.
console.log = console.error;

const {verifyCredential} = await import('@digitalcredentials/verifier-core');
const result = await verifyCredential({credential: JSON.parse(document), knownDIDRegistries: []});
const steps = (result.log ?? []).filter(({id}) => id !== 'registered_issuer');
const isSigned = steps.some(({id, valid}) => id === 'valid_signature' && valid);
const failed = steps.filter(({valid, error}) => error || !valid);
const reasons = [...(result.errors ?? []), ...failed.map(({id, error}) => error ?? {name: id})];
printVerdict(variant, isSigned && failed.length === 0, reasons.map(({name}) => name).join(' | '));
