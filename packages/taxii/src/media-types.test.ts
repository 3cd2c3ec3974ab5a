import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { acceptContentType, MEDIA_TYPE, negotiateAccept, parseMediaRanges } from './media-types.ts'

test('Accept is negotiated', async (t) => {
  const table: [name: string, header: string | undefined, says: 'ok' | 'not-acceptable'][] = [
    ['the media type itself', MEDIA_TYPE, 'ok'],
    ['without a version', 'application/taxii+json', 'ok'],
    ['with a space before the parameter', 'application/taxii+json; version=2.1', 'ok'],
    ['with a quoted version', 'application/taxii+json;version="2.1"', 'ok'],
    ['with an escape in the quotes', 'application/taxii+json;version="2\\.1"', 'ok'],
    ['in capitals', 'Application/TAXII+JSON;Version=2.1', 'ok'],
    ['with spaces and a tab around everything', ' application/taxii+json ;\tversion=2.1 ', 'ok'],
    ['with a charset', 'application/taxii+json;charset=utf-8;version=2.1', 'ok'],
    ['missing', undefined, 'ok'],
    ['empty', '', 'ok'],
    ['anything', '*/*', 'ok'],
    ['any application', 'application/*', 'ok'],
    ['a list with weights', 'text/html, application/taxii+json;version=2.1;q=0.9', 'ok'],
    ['the list that the manifest table shows', 'application/taxii+json;version=2.1,application/stix+json;version=2.1', 'ok'],
    ['two versions, one of them ours', 'application/taxii+json;version=9.9, application/taxii+json;version=2.1', 'ok'],
    ['another version, then anything', 'application/taxii+json;version=9.9, */*;q=0.1', 'ok'],
    ['empty elements between commas', ', ,application/taxii+json,,', 'ok'],
    ['a comma inside quotes elsewhere', 'text/plain;a="x,y;z", application/taxii+json', 'ok'],
    ['an unreadable element, then ours', 'nonsense, application/taxii+json', 'ok'],
    ['extensions after the weight', 'application/taxii+json;q=0.5;level=1', 'ok'],
    ['another version', 'application/taxii+json;version=9.9', 'not-acceptable'],
    ['the version before', 'application/taxii+json;version=2.0', 'not-acceptable'],
    ['two versions in one range', 'application/taxii+json;version=2.0;version=2.1', 'not-acceptable'],
    ['weight zero', 'application/taxii+json;version=2.1;q=0', 'not-acceptable'],
    ['weight zero with fractions', 'application/taxii+json;q=0.000', 'not-acceptable'],
    ['anything but ours', '*/*, application/taxii+json;q=0', 'not-acceptable'],
    ['the bare type, but not this version', 'application/taxii+json, application/taxii+json;version=2.1;q=0', 'not-acceptable'],
    ['only a page', 'text/html', 'not-acceptable'],
    ['only STIX', 'application/stix+json;version=2.1', 'not-acceptable'],
    ['plain JSON', 'application/json', 'not-acceptable'],
    ['half a wildcard', '*/taxii+json', 'not-acceptable'],
    ['a weight above one', 'application/taxii+json;q=2', 'not-acceptable'],
    ['not a header at all', 'nonsense', 'not-acceptable'],
  ]
  for (const [name, header, says] of table) await t.test(name, () => assert.equal(negotiateAccept(header), says))
})

test('the Content-Type of a body is accepted', async (t) => {
  const table: [name: string, header: string | undefined, says: boolean][] = [
    ['the media type itself', MEDIA_TYPE, true],
    ['without a version', 'application/taxii+json', true],
    ['with a space', 'application/taxii+json; version=2.1', true],
    ['with a quoted version and a charset', 'application/taxii+json;version="2.1"; charset=UTF-8', true],
    ['missing', undefined, false],
    ['empty', '', false],
    ['another version', 'application/taxii+json;version=2.0', false],
    ['another charset', 'application/taxii+json;charset=utf-16', false],
    ['plain JSON', 'application/json', false],
    ['text', 'text/plain', false],
    ['a wildcard', '*/*', false],
    ['any application', 'application/*', false],
    ['two of them', `${MEDIA_TYPE}, ${MEDIA_TYPE}`, false],
  ]
  for (const [name, header, says] of table) await t.test(name, () => assert.equal(acceptContentType(header), says))
})

test('no header whatever makes it throw, and ours is found behind any other media types', () => {
  const piece = fc.constantFrom('application/taxii+json', ';', ',', '"', '\\', 'q=0', 'q=1', 'version=', '2.1', '*/*', ' ', 'é', '=')
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.array(piece).map((pieces) => pieces.join(''))), (header) => {
      assert.ok(['ok', 'not-acceptable'].includes(negotiateAccept(header)))
      assert.equal(typeof acceptContentType(header), 'boolean')
      for (const { weight } of parseMediaRanges(header)) assert.ok(weight >= 0 && weight <= 1)
    }),
  )
  const other = fc.constantFrom('text/html', 'image/*;q=0.3', 'application/json;a="b,c"', 'text/plain;q=0')
  fc.assert(fc.property(fc.array(other), (others) => assert.equal(negotiateAccept([...others, MEDIA_TYPE].join(', ')), 'ok')))
})
