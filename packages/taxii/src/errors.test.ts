import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorMessage, errorMessageOf, STATUS_OF, TaxiiError } from './errors.ts'

test('the example of §3.6.1 can be built', () => {
  const built = errorMessage({
    status: 409,
    title: 'Error condition XYZ',
    description: 'This error is caused when the application tries to access data...',
    errorId: '1234',
    errorCode: '581234',
    externalDetails: 'http://example.com/ticketnumber1/errorid-1234',
    details: { somekey1: 'somevalue', somekey2: 'some other value' },
  })
  assert.deepEqual(built, {
    title: 'Error condition XYZ',
    description: 'This error is caused when the application tries to access data...',
    error_id: '1234',
    error_code: '581234',
    http_status: '409',
    external_details: 'http://example.com/ticketnumber1/errorid-1234',
    details: { somekey1: 'somevalue', somekey2: 'some other value' },
  })
  assert.deepEqual(errorMessage({ status: 404, title: 'Not found' }), { title: 'Not found', http_status: '404' })
})

test('every code has a status of its class, a title, and prints it as a string', () => {
  for (const code of Object.keys(STATUS_OF) as (keyof typeof STATUS_OF)[]) {
    const error = new TaxiiError(code, 'limit: it is a whole number; write limit=100', { details: { parameter: 'limit' } })
    const built = errorMessageOf(error, 'request-7')
    assert.equal(built.http_status, String(error.status))
    assert.match(built.http_status, /^[45]\d\d$/)
    assert.ok(built.title.length > 3)
    assert.deepEqual([built.error_code, built.error_id, built.description], [code, 'request-7', error.message])
    assert.deepEqual(built.details, { parameter: 'limit' })
  }
})

test('an error keeps its cause', () => {
  const cause = new Error('inner')
  assert.equal(new TaxiiError('unprocessable', 'words', { cause }).cause, cause)
  assert.equal('cause' in new TaxiiError('unprocessable', 'words'), false)
})
