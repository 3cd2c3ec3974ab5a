/** Cases: the states in which people meet them. */
import { pathTo } from '../../../portal/app/paths.ts'
import { coordinator, invitedAnalyst, psirt, type Cast, type Scene } from './cast.ts'

export function casesScenes(cast: Cast): Scene[] {
  const quiet = { id: cast.case('A clock that can be set from outside') }
  const over = { id: cast.case('Names that are too long, in a library that many ship') }
  return [
    { name: 'cases', at: 'cases', who: psirt, path: pathTo('cases') },
    { name: 'no case fits', at: 'cases', who: psirt, path: pathTo('cases', {}, { words: 'nothing of that name' }) },
    { name: 'no case at all', at: 'cases', who: 'Valentina Rojas', path: pathTo('cases') },
    { name: 'a case under embargo', at: 'case', who: psirt, path: pathTo('case', quiet) },
    { name: 'a case of the alliance’s coordinator', at: 'case', who: coordinator, path: pathTo('case', { id: cast.coordinated }) },
    { name: 'a case that is closed', at: 'case', who: psirt, path: pathTo('case', over) },
    { name: 'an invitation to a case', at: 'case', who: invitedAnalyst, path: pathTo('case', { id: cast.offered }) },
    { name: 'a case of others', at: 'case', who: 'Valentina Rojas', status: 404, path: pathTo('case', quiet) },
    { name: 'the time line of a case', at: 'caseTimeline', who: psirt, path: pathTo('caseTimeline', over) },
    { name: 'a case to open', at: 'newCase', who: psirt, path: pathTo('newCase') },
    { name: 'a case to open from a report', at: 'newCase', who: psirt, path: pathTo('newCase', {}, { report: cast.reported.report }) },
  ]
}
