/**
 * One observation expression against one observation (STIX 2.1 §9.5): true when some single object of the
 * observation satisfies all of it, references followed from that object.
 */
import type { ComparisonExpression } from './ast.ts'
import type { Budget } from './budget.ts'
import { type TestLimits, compileTest } from './compare.ts'
import type { Observation } from './observe.ts'
import { type Observable, type Scope, valuesAt } from './resolve.ts'

type ObjectTest = (object: Observable, scope: Scope, budget: Budget) => boolean

export type ObservationTest = (observation: Observation, budget: Budget) => boolean

/** @throws PatternError for regular expressions that cannot be used */
export function compileObservation(comparison: ComparisonExpression, limits: TestLimits): ObservationTest {
  const test = compileExpression(comparison, limits)
  return (observation, budget) => observation.objects.some((object) => {
    budget.spend(1)
    return test(object, observation, budget)
  })
}

function compileExpression(node: ComparisonExpression, limits: TestLimits): ObjectTest {
  if (node.kind !== 'comparison') {
    const tests = node.operands.map((operand) => compileExpression(operand, limits))
    return node.kind === 'and'
      ? (object, scope, budget) => tests.every((test) => test(object, scope, budget))
      : (object, scope, budget) => tests.some((test) => test(object, scope, budget))
  }
  const { path, operator, negated } = node
  const test = compileTest(node, limits)
  return (object, scope, budget) => {
    if (object.type !== path.type) return false
    const values = valuesAt(object, path.steps, scope, budget)
    // §9.6: what is not there satisfies no operator, negated or not; only NOT EXISTS is about absence itself
    if (values.length === 0) return operator === 'EXISTS' && negated
    return values.some((value) => test(value, budget)) !== negated
  }
}
