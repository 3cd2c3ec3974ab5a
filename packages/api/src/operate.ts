/** Operate: how the hub itself is doing, for those who keep it running. */
import { Type } from 'typebox'
import { route } from './route.ts'
import * as S from './shapes.ts'

export const operate = {
  overview: route({
    method: 'GET', path: '/api/v1/operate', access: 'alliance.operate', summary: 'Jobs, storage, health.',
    reply: Type.Object({
      version: Type.String(),
      engine: S.oneOf(['sqlite', 'postgres']),
      started: S.Time,
      checks: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), detail: Type.String() })),
      storage: Type.Object({ bytes: Type.Number(), walBytes: Type.Number() }),
      memory: Type.Object({ rss: Type.Number(), heap: Type.Number() }),
      searchBehind: Type.Integer(),
      jobs: Type.Object({ waiting: Type.Integer(), running: Type.Integer(), dead: Type.Integer() }),
      dead: Type.Array(
        Type.Object({ id: S.JobId, kind: Type.String(), attempts: Type.Integer(), lastError: Type.String(), failed: S.Time }),
      ),
    }),
  }),
  retryJob: route({
    method: 'POST', path: '/api/v1/operate/jobs/:job/retry', access: 'alliance.operate', summary: 'Tries a dead letter again.',
    params: Type.Object({ job: S.JobId }), body: Type.Object({}), reply: S.Done,
  }),
  discardJob: route({
    method: 'DELETE', path: '/api/v1/operate/jobs/:job', access: 'alliance.operate', summary: 'Throws a dead letter away.',
    params: Type.Object({ job: S.JobId }), reply: S.Done,
  }),
  advance: route({
    method: 'POST', path: '/api/v1/demo/advance', access: 'alliance.operate', pace: 'expensive',
    summary: 'Moves the clock of a sample alliance forward, day by day, doing each day what is due. Other hubs refuse.',
    body: Type.Object({ days: Type.Integer({ minimum: 1, maximum: 1000 }) }),
    reply: Type.Object({ now: S.Time, days: Type.Integer({ description: 'how far the clock runs ahead in all' }) }),
  }),
}
