import { z } from 'zod';
import { pactsToVerify, verificationQuery } from './for-verification.ts';
import { matrixDocument } from './matrix.ts';
import { type BrokerStore, pactDocument, withIds } from './store.ts';

interface Request {
  /** Where the broker is, without a slash at its end. */
  url: string;
  /** What the placeholders of the path stand for, in their order. */
  params: readonly string[];
  query: URLSearchParams;
  body: unknown;
}
interface Answer {
  status: number;
  body: unknown;
}
interface Route {
  method: string;
  path: RegExp;
  answer(store: BrokerStore, request: Request): Answer;
}

const publication = z.looseObject({
  pacticipantVersionNumber: z.string(),
  branch: z.string().optional(),
  tags: z.array(z.string()).default([]),
  buildUrl: z.string().optional(),
  contracts: z.array(z.looseObject({ content: z.string() })),
});

const verificationResult = z.looseObject({
  success: z.boolean(),
  providerApplicationVersion: z.string(),
  buildUrl: z.string().nullish(),
  testResults: z
    .array(z.looseObject({ interactionId: z.string().optional(), success: z.boolean().optional() }))
    .default([]),
});

const ok = (body: unknown): Answer => ({ status: 200, body });

/** The routes that `pact broker publish`, `pact broker can-i-deploy` and the native verifier ask, and no others. */
export const routes: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/$/,
    answer: (_, { url }) =>
      ok({
        _links: {
          self: { href: url },
          'pb:publish-contracts': { href: `${url}/contracts/publish`, templated: false },
          'pb:provider-pacts-for-verification': {
            href: `${url}/pacts/provider/{provider}/for-verification`,
            templated: true,
          },
        },
      }),
  },
  { method: 'POST', path: /^\/contracts\/publish$/, answer: publish },
  { method: 'POST', path: /^\/pacts\/provider\/([^/]+)\/for-verification$/, answer: forVerification },
  {
    // The verifier looks whether the route is there before it asks.
    method: 'GET',
    path: /^\/pacts\/provider\/([^/]+)\/for-verification$/,
    answer: (store, request) => forVerification(store, { ...request, body: {} }),
  },
  { method: 'GET', path: /^\/pact-versions\/([^/]+)$/, answer: pactOf },
  { method: 'POST', path: /^\/pact-versions\/([^/]+)\/verification-results$/, answer: fileResult },
  {
    method: 'GET',
    path: /^\/pacticipants\/([^/]+)$/,
    answer: (_, { url, params: [name = ''] }) => {
      const href = `${url}/pacticipants/${encodeURIComponent(name)}`;
      return ok({
        name,
        _links: {
          self: { href },
          'pb:branch-version': { href: `${href}/branches/{branch}/versions/{version}`, templated: true },
          'pb:version-tag': { href: `${href}/versions/{version}/tags/{tag}`, templated: true },
        },
      });
    },
  },
  {
    method: 'PUT',
    path: /^\/pacticipants\/([^/]+)\/branches\/([^/]+)\/versions\/([^/]+)$/,
    answer(store, { params: [pacticipant = '', branch = '', version = ''] }) {
      store.version(pacticipant, version).branches.add(branch);
      return ok({ _links: {} });
    },
  },
  {
    method: 'PUT',
    path: /^\/pacticipants\/([^/]+)\/versions\/([^/]+)\/tags\/([^/]+)$/,
    answer(store, { params: [pacticipant = '', version = '', tag = ''] }) {
      store.version(pacticipant, version).tags.add(tag);
      return ok({ _links: {} });
    },
  },
  {
    method: 'GET',
    path: /^\/matrix$/,
    answer(store, { query }) {
      const unknown = query.getAll('q[][pacticipant]').filter((name) => !store.knows(name));
      if (unknown.length === 0) return ok(matrixDocument(store, query));
      return { status: 400, body: { errors: { pacticipant: unknown.map((name) => `${name} not found`) } } };
    },
  },
];

function publish(store: BrokerStore, { url, body }: Request): Answer {
  const {
    contracts,
    pacticipantVersionNumber: version,
    branch = null,
    tags,
    buildUrl = null,
  } = publication.parse(body);
  const pacts = contracts.map(({ content }) =>
    pactDocument.parse(JSON.parse(Buffer.from(content, 'base64').toString('utf8'))),
  );
  const [first] = pacts;
  if (!first) return { status: 400, body: { errors: { contracts: ['is missing'] } } };
  const conflicting = pacts.filter((pact) => store.conflicts(pact, version));
  if (conflicting.length > 0) {
    const texts = conflicting.map(
      ({ consumer, provider }) =>
        `Cannot change the content of the pact for ${consumer.name} version ${version} and provider ${provider.name}`,
    );
    return {
      status: 409,
      body: { notices: texts.map((text) => ({ type: 'error', text })), errors: { contracts: texts } },
    };
  }
  for (const pact of pacts) store.publish(pact, { version, branch, tags, buildUrl });
  const { name } = first.consumer;
  const pacticipant = { href: `${url}/pacticipants/${encodeURIComponent(name)}` };
  const ofVersion = { href: `${pacticipant.href}/versions/${encodeURIComponent(version)}` };
  return ok({
    notices: [{ type: 'success', text: `Pacts of ${name} version ${version} published` }],
    _embedded: {
      pacticipant: { name, _links: { self: pacticipant } },
      version: { number: version, _links: { self: ofVersion } },
    },
    _links: {
      'pb:pacticipant': { name, ...pacticipant },
      'pb:pacticipant-version': { name: version, ...ofVersion },
      'pb:contracts': [],
    },
  });
}

function forVerification(store: BrokerStore, { url, params: [provider = ''], body }: Request): Answer {
  const query = verificationQuery.parse(body);
  return ok({
    _embedded: {
      pacts: pactsToVerify(store, provider, query).map(({ pact, pending, wip }) => ({
        shortDescription: wip ? 'work in progress' : 'selected',
        verificationProperties: {
          ...(query.includePendingStatus || wip ? { pending } : {}),
          ...(wip ? { wip } : {}),
          notices: [{ when: 'before_verification', text: `The pact of ${pact.consumer} version ${pact.version}` }],
        },
        _links: {
          self: {
            href: `${url}/pact-versions/${pact.content}`,
            name: `Pact between ${pact.consumer} (${pact.version}) and ${pact.provider}`,
          },
        },
      })),
    },
    _links: { self: { href: `${url}/pacts/provider/${encodeURIComponent(provider)}/for-verification` } },
  });
}

function pactOf(store: BrokerStore, { url, params: [content = ''] }: Request): Answer {
  const found = store.withContent(content);
  if (!found) return { status: 404, body: { error: { code: 'not_found', message: 'No such pact' } } };
  const href = `${url}/pact-versions/${content}`;
  return ok({
    ...withIds(found.pact),
    createdAt: found.publishedAt.toISOString(),
    _links: {
      self: { href },
      'pb:provider': { name: found.provider, href: `${url}/pacticipants/${encodeURIComponent(found.provider)}` },
      'pb:consumer': { name: found.consumer, href: `${url}/pacticipants/${encodeURIComponent(found.consumer)}` },
      'pb:publish-verification-results': { href: `${href}/verification-results` },
    },
  });
}

function fileResult(store: BrokerStore, { params: [content = ''], body }: Request): Answer {
  const found = store.withContent(content);
  if (!found) return { status: 404, body: { error: { code: 'not_found', message: 'No such pact' } } };
  const { success, providerApplicationVersion, buildUrl = null, testResults } = verificationResult.parse(body);
  store.version(found.provider, providerApplicationVersion);
  store.results.push({
    consumer: found.consumer,
    provider: found.provider,
    content,
    providerVersion: providerApplicationVersion,
    success,
    buildUrl,
    tests: testResults.map(({ interactionId, success: held }) => ({ interactionId, success: held })),
  });
  return { status: 201, body: { success, _links: {} } };
}
