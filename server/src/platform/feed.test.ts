/** A feed is well-formed whatever people wrote, and says the same in both forms. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atomFeed, jsonFeed, type Feed } from './feed.ts'

const feed: Feed = {
  origin: 'https://hub.example', self: '/ballots.atom', page: '/ballots', title: 'Harbour & Co: ballots', author: 'Harbour & Co', changed: 0,
  entries: [{ address: '/ballots/ballot_1', title: '<script>“1” & \u0000\ud800', at: 1_700_000_000_000_000, author: 'Quay', words: 'Voting until tomorrow.', tags: ['guideline'] }],
}

test('what people wrote is text in Atom, and what XML forbids is left out', () => {
  const atom = atomFeed(feed)
  assert.match(atom, /<title>&lt;script&gt;“1” &amp; \ufffd<\/title><updated>2023-11-14T22:13:20\.000Z<\/updated>/)
  assert.match(atom, /<id>https:\/\/hub\.example\/ballots\/ballot_1<\/id>/)
  assert.match(atom, /<category term="guideline"\/>/)
  assert.match(atom, /<feed[^>]*>\n<id>https:\/\/hub\.example\/ballots\.atom<\/id><title>Harbour &amp; Co: ballots<\/title><updated>2023-11-14T22:13:20\.000Z/)
})

test('the same as JSON Feed, with whole addresses', () => {
  const { version, feed_url: self, home_page_url: home, items } = JSON.parse(jsonFeed({ ...feed, self: '/ballots.feed.json' }))
  assert.deepEqual([version, self, home], ['https://jsonfeed.org/version/1.1', 'https://hub.example/ballots.feed.json', 'https://hub.example/ballots'])
  assert.deepEqual([items[0].id, items[0].content_text, items[0].tags], ['https://hub.example/ballots/ballot_1', 'Voting until tomorrow.', ['guideline']])
})

test('an empty feed says when it was asked', () => assert.match(atomFeed({ ...feed, entries: [] }), /<updated>1970-01-01T00:00:00\.000Z/))
