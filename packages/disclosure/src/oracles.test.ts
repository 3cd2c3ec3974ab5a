/** A.1: the machines are the published ones: every transition, and every history the documentation prints. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CONSENT, type ConsentState } from './consent.ts'
import { EMBARGO, EMBARGO_LETTERS } from './embargo.ts'
import { historiesOf, movesFrom, statesOf, type Machine } from './machine.ts'
import { REPORT, REPORT_LETTERS } from './report.ts'
import { noOracles, readOracle } from './testing/oracles.ts'
import { VULNERABILITY_START, vulnerabilityHistories, vulnerabilityMoves, type VulnerabilityState } from './vulnerability.ts'

const skip = noOracles

/** A machine in the letters of the published tables. */
function lettered<State extends string, Move extends string>(machine: Machine<State, Move>, letters: Readonly<Record<State, string>>) {
  const delta = Object.fromEntries(statesOf(machine).map((state) => [
    letters[state], Object.fromEntries(movesFrom(machine, state).map(({ move, to }) => [machine.letters[move], letters[to]])),
  ]))
  return { start: letters[machine.start], final: machine.final.map((state) => letters[state]), delta }
}

test('A.1 RM: the published transitions', { skip }, () => assert.deepEqual(lettered(REPORT, REPORT_LETTERS), readOracle('rm-transitions.json')))

test('A.1 RM: fifteen complete strings of at most seven moves', () => {
  const strings = historiesOf(REPORT, 7)
  assert.deepEqual(strings.toSorted(), [
    'ric', 'rivac', 'rivadac', 'rivadc', 'rivdac', 'rivdadc', 'rivdc', 'rvac', 'rvadac', 'rvadadc', 'rvadc', 'rvdac', 'rvdadac', 'rvdadc', 'rvdc',
  ])
})

test('A.1 EM: the published transitions', { skip }, () => assert.deepEqual(lettered(EMBARGO, EMBARGO_LETTERS), readOracle('em-transitions.json')))

test('A.1 EM: the 72 published traces, no more and no less', { skip }, () => {
  const traces = historiesOf(EMBARGO, 7)
  assert.equal(traces.length, 72)
  assert.deepEqual(traces.toSorted(), (readOracle('em-published-traces.json') as string[]).toSorted())
})

const name = (state: ConsentState): string => state.toUpperCase().replace('-', '_')

test('A.1 PEC: the published transitions', { skip }, () => {
  const delta = Object.fromEntries(statesOf(CONSENT).map((state) => [
    name(state), Object.fromEntries(movesFrom(CONSENT, state).map(({ move, to }) => [move.toUpperCase(), name(to)])),
  ]))
  assert.deepEqual({ start: name(CONSENT.start), delta }, readOracle('pec-transitions.json'))
})

test('A.1 CS: 32 states and 58 edges, as published', { skip }, () => {
  const found: Record<string, Record<string, string>> = {}
  const waiting: VulnerabilityState[] = [VULNERABILITY_START]
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    const moves = vulnerabilityMoves(state)
    found[state] = Object.fromEntries(moves.map(({ event, to }) => [event, to]))
    waiting.push(...moves.map(({ to }) => to).filter((to) => !(to in found)))
  }
  assert.deepEqual(found, readOracle('cs-transitions.json'))
  assert.equal(Object.keys(found).length, 32)
  assert.equal(Object.values(found).flatMap((edges) => Object.keys(edges)).length, 58)
})

test('A.1 CS: the 70 published histories, no more and no less', { skip }, () => {
  const histories = vulnerabilityHistories()
  assert.equal(histories.length, 70)
  assert.deepEqual(histories.toSorted(), (readOracle('cs-histories.json') as string[]).toSorted())
})
