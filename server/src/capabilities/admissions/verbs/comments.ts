/** Comments by anyone while the window is open: effort instead of an account, and no moderation but by the listed rules. */
import { newId, type ApplicationId } from '@openaccord/names'
import { Refusal, strippedText } from '../../../kernel/index.ts'
import { state, type Means } from '../means.ts'
import type { CommentId } from '../model.ts'
import { needMove } from '../model/moves.ts'
import { sha256 } from '../secrets.ts'
import { addEvent } from '../store/applications.ts'
import { addComment, loadComments, type Comment } from '../store/beside.ts'
import { loadKnown } from './book.ts'
import type { Proof } from './links.ts'

const MOST_COMMENTS = 2_000

export function createCommentVerbs(means: Means) {
  const { database, clock, random, journal, effort } = means
  return {
    /** Sent twice with the same effort, it is refused the second time: what it carried has arrived. */
    async comment(id: ApplicationId, { name, text, language, effort: proof, address }: { name?: string | undefined; text: string; language: string; effort: Proof; address: string }): Promise<Comment> {
      const words = clean(text)
      if (words === '') throw new Refusal('unprocessable', 'admissions.comment', 'a comment has words', { faults: [{ field: '/text', rule: 'not empty', fix: 'write what you want to say' }] })
      return database.transact(async (tx) => {
        await effort.spend(tx, { purpose: 'application-comment', ...proof, address })
        await tx.lock('admissions')
        const now = clock()
        const { standing } = await loadKnown(tx, means, id, now)
        needMove('comment', standing.state)
        const before = await loadComments(tx, id)
        if (before.length >= MOST_COMMENTS) throw new Refusal('conflict', 'admissions.comments-many', `an application takes at most ${MOST_COMMENTS} comments`)
        const hash = sha256(words)
        const same = before.find((one) => one.sha256 === hash)
        if (same !== undefined) throw new Refusal('conflict', 'admissions.comment-again', 'exactly this comment is here already')
        const comment: CommentId = newId('comment', random)
        const { fact, seq } = await state(journal, tx, { kind: 'commented', at: now, body: { application: id, comment, sha256: hash } })
        await addEvent(tx, id, { what: 'commented', comment, sha256: hash, fact, seq, at: now, by: null })
        const kept: Comment = { id: comment, seq, fact, application: id, at: now, name: clean(name ?? '') || null, language, text: words, sha256: hash, hidden: null, reply: null, repliedAt: null }
        await addComment(tx, kept)
        return kept
      })
    },
  }
}

const clean = (text: string): string => strippedText(text).replaceAll('\t', ' ').trim()
