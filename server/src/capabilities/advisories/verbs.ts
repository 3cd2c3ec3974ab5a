/** What one does with advisories, put together: each group of verbs is a file in `verbs/`. Every verb loads, decides, saves, tells. */
import type { Means } from './means.ts'
import { createActVerbs } from './verbs/acts.ts'
import { createBook } from './verbs/book.ts'
import { createCveVerbs } from './verbs/cves.ts'
import { createMirrorVerbs } from './verbs/mirror.ts'
import { createProductVerbs } from './verbs/products.ts'
import { createProviderVerbs, PATHS } from './verbs/provider.ts'
import { createPublisherVerbs } from './verbs/publisher.ts'
import { createPublishVerbs } from './verbs/publish.ts'
import { createReadVerbs } from './verbs/read.ts'
import { createSelfCheck } from './verbs/self-check.ts'
import { createSubmitVerbs } from './verbs/submit.ts'
import { createWriteVerbs } from './verbs/write.ts'

export type AdvisoriesSettings = Means
export type Advisories = ReturnType<typeof createAdvisories>

export function createAdvisories(means: AdvisoriesSettings) {
  const book = createBook(means)
  const write = createWriteVerbs(means, book)
  const publish = createPublishVerbs(means, book)
  const read = createReadVerbs(means, book)
  const provider = createProviderVerbs(means, book, publish.signingKey, read.document)
  return {
    clock: means.clock,
    origin: means.origin,
    paths: PATHS,
    ...write,
    ...createSubmitVerbs(means, book, write),
    ...createActVerbs(means, book),
    ...publish,
    ...read,
    ...provider,
    ...createProductVerbs(means, book),
    ...createCveVerbs(means, book),
    ...createPublisherVerbs(means, book),
    ...createMirrorVerbs(means, book, provider.metadata),
    ...createSelfCheck(means, provider),
  }
}
