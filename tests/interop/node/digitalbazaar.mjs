// Digital Bazaar's own libraries, in one process: its loader is ours, so nothing is kept between two cases.

import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import * as vc from '@digitalbazaar/vc';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {didAddress, printVerdict, readCases} from './web.mjs';

function loaderOf(documents) {
  function read(url) {
    const answer = documents[url];
    if(answer?.status !== 200) {
      throw new Error(`${url} does not answer`);
    }
    return JSON.parse(answer.body);
  }

  return async function documentLoader(url) {
    const [address, fragment] = url.split('#');
    if(!address.startsWith('did:web:')) {
      return {contextUrl: null, documentUrl: url, document: read(url)};
    }
    const document = read(didAddress(address));
    if(!fragment) {
      return {contextUrl: null, documentUrl: url, document};
    }
    const method = document.verificationMethod.find(({id}) => id === url);
    if(!method) {
      throw new Error(`${url} is not listed`);
    }
    const context = 'https://w3id.org/security/multikey/v1';
    return {contextUrl: null, documentUrl: url, document: {'@context': context, ...method}};
  };
}

function reasonOf({error, statusResult}) {
  const causes = [error, ...(error?.errors ?? []), statusResult?.error].filter(Boolean);
  return causes.map(({message}) => message).join(' | ') || 'status is set';
}

for(const {variant, document, documents, now} of readCases()) {
  try {
    const result = await vc.verifyCredential({
      credential: JSON.parse(document),
      suite: new DataIntegrityProof({cryptosuite}),
      documentLoader: loaderOf(documents),
      checkStatus,
      now
    });
    // A set bit leaves `verified` true: whoever calls must look at the status itself.
    const isSet = result.statusResult?.results?.some(({status}) => status);
    const accepted = result.verified && !isSet;
    printVerdict(variant, accepted, accepted ? '' : reasonOf(result));
  } catch(error) {
    printVerdict(variant, false, error.message);
  }
}
