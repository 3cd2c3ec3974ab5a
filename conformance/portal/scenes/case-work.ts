/** Working in a case: the states in which people meet its threads, files, tasks, drafts, notes and search, and a guest's way in. */
import { pathTo } from '../../../portal/app/paths.ts'
import { psirt, press, type Cast, type Scene } from './cast.ts'

export function caseWorkScenes(cast: Cast): Scene[] {
  const quiet = { id: cast.case('A clock that can be set from outside') }
  const over = { id: cast.case('Names that are too long, in a library that many ship') }
  const first = { ...quiet, thread: '1' }
  const draft = { id: cast.drafted.case, draft: cast.drafted.draft }
  return [
    { name: 'the link of a guest', at: 'caseGuest', who: null, path: cast.guestLink },
    { name: 'a link to be pasted', at: 'caseGuest', who: null, path: pathTo('caseGuest') },
    { name: 'a link that opens nothing', at: 'caseGuest', who: null, path: pathTo('caseGuest', {}, { link: 'oag_none' }), then: async (page) => {
      await press(page, 'Open the case')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'threads', at: 'caseThreads', who: psirt, path: pathTo('caseThreads', quiet) },
    { name: 'threads of a case that is closed', at: 'caseThreads', who: psirt, path: pathTo('caseThreads', over) },
    { name: 'a thread', at: 'caseThread', who: psirt, path: pathTo('caseThread', first) },
    { name: 'a message that is empty', at: 'caseThread', who: psirt, path: pathTo('caseThread', first), then: async (page) => {
      await press(page, 'Send')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'a message being changed', at: 'caseThread', who: psirt, path: pathTo('caseThread', first), then: async (page) => {
      await page.getByRole('link', { name: /^Change the message/ }).first().click()
      await page.getByRole('button', { name: 'Save the change' }).waitFor()
    } },
    { name: 'a thread that is not there', at: 'caseThread', who: psirt, status: 404, path: pathTo('caseThread', { ...quiet, thread: '9998' }) },
    { name: 'files', at: 'caseFiles', who: psirt, path: pathTo('caseFiles', quiet) },
    { name: 'no file', at: 'caseFiles', who: psirt, path: pathTo('caseFiles', over) },
    { name: 'no file chosen', at: 'caseFiles', who: psirt, path: pathTo('caseFiles', quiet), then: async (page) => {
      await press(page, 'Add the file')
      await page.getByRole('alert').waitFor()
    } },
    { name: 'tasks', at: 'caseTasks', who: psirt, path: pathTo('caseTasks', quiet) },
    { name: 'drafts', at: 'caseDrafts', who: psirt, path: pathTo('caseDrafts', quiet) },
    { name: 'a draft', at: 'caseDraft', who: psirt, path: pathTo('caseDraft', draft) },
    { name: 'notes', at: 'caseNotes', who: psirt, path: pathTo('caseNotes', quiet) },
    { name: 'words in a case', at: 'caseSearch', who: psirt, path: pathTo('caseSearch', quiet, { words: 'drive' }) },
    { name: 'words that stand nowhere', at: 'caseSearch', who: psirt, path: pathTo('caseSearch', quiet, { words: 'nothing of that kind' }) },
    { name: 'threads of others', at: 'caseThreads', who: 'Valentina Rojas', status: 404, path: pathTo('caseThreads', quiet) },
  ]
}
