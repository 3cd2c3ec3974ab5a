/**
 * CVSS v4.0 specification §8.2 and §8.3: the score of each of the 270 MacroVectors (EQ1 … EQ6), the vectors of highest
 * severity in each equivalence class, and how many steps of severity each class is deep.
 */

// One row for EQ1 EQ2 EQ3; in it by EQ4, then EQ5 (0, 1, 2), then EQ6 (0, 1). EQ3 = 2 exists with EQ6 = 1 only.
const SCORES: Readonly<Record<string, string>> = {
  '000': '10 9.9 9.8 9.5 9.5 9.2 10 9.6 9.3 8.7 9.1 8.1 9.3 9 8.9 8 8.1 6.8',
  '001': '9.8 9.5 9.5 9.2 9 8.4 9.3 9.2 8.9 8.1 8.1 6.5 8.8 8 7.8 7 6.9 4.8',
  '002': '9.2 8.2 7.2 7.9 6.9 5 6.9 5.5 2.7',
  '010': '9.9 9.7 9.5 9.2 9.2 8.5 9.5 9.1 9 8.3 8.4 7.1 9.2 8.1 8.2 7.1 7.2 5.3',
  '011': '9.5 9.3 9.2 8.5 8.5 7.3 9.2 8.2 8 7.2 7 5.9 8.4 7 7.1 5.2 5 3',
  '012': '8.6 7.5 5.2 7.1 5.2 2.9 6.3 2.9 1.7',
  '100': '9.8 9.5 9.4 8.7 9.1 8.1 9.4 8.9 8.6 7.4 7.7 6.4 8.7 7.5 7.4 6.3 6.3 4.9',
  '101': '9.4 8.9 8.8 7.7 7.6 6.7 8.6 7.6 7.4 5.8 5.9 5 7.2 5.7 5.7 5.2 5.2 2.5',
  '102': '8.3 7 5.4 6.5 5.8 2.6 5.3 2.1 1.3',
  '110': '9.5 9 8.8 7.6 7.6 7 9 7.7 7.5 6.2 6.1 5.3 7.7 6.6 6.8 5.9 5.2 3',
  '111': '8.9 7.8 7.6 6.7 6.2 5.8 7.4 5.9 5.7 5.7 4.7 2.3 6.1 5.2 5.7 2.9 2.4 1.6',
  '112': '7.1 5.9 3 5.8 2.6 1.5 2.3 1.3 0.6',
  '200': '9.3 8.7 8.6 7.2 7.5 5.8 8.6 7.4 7.4 6.1 5.6 3.4 7 5.4 5.2 4 4 2.2',
  '201': '8.5 7.5 7.4 5.5 6.2 5.1 7.2 5.7 5.5 4.1 4.6 1.9 5.3 3.6 3.4 1.9 1.9 0.8',
  '202': '6.4 5.1 2 4.7 2.1 1.1 2.4 0.9 0.4',
  '210': '8.8 7.5 7.3 5.3 6 5 7.3 5.5 5.9 4 4.1 2 5.4 4.3 4.5 2.2 2 1.1',
  '211': '7.5 5.5 5.8 4.5 4 2.1 6.1 5.1 4.8 1.8 2 0.9 4.6 1.8 1.7 0.7 0.8 0.2',
  '212': '5.3 2.4 1.4 2.4 1.2 0.5 1 0.3 0.1',
}

/** The score of each MacroVector, by its six digits. */
export const MACROVECTOR_SCORES: ReadonlyMap<string, number> = new Map(
  Object.entries(SCORES).flatMap(([head, row]) =>
    row.split(' ').map((score, at): [string, number] => {
      const single = head.endsWith('2')
      const eq6 = single ? 1 : at % 2
      const rest = single ? at : Math.floor(at / 2)
      return [`${head}${Math.floor(rest / 3)}${rest % 3}${eq6}`, Number(score)]
    }),
  ),
)

/** §8.3, table 31: by class and level, the highest severity vectors. EQ3 and EQ6 are one class, by both levels. */
export const HIGHEST: Readonly<Record<string, readonly string[]>> = {
  '1:0': ['AV:N/PR:N/UI:N'],
  '1:1': ['AV:A/PR:N/UI:N', 'AV:N/PR:L/UI:N', 'AV:N/PR:N/UI:P'],
  '1:2': ['AV:P/PR:N/UI:N', 'AV:A/PR:L/UI:P'],
  '2:0': ['AC:L/AT:N'],
  '2:1': ['AC:H/AT:N', 'AC:L/AT:P'],
  '36:00': ['VC:H/VI:H/VA:H/CR:H/IR:H/AR:H'],
  '36:01': ['VC:H/VI:H/VA:L/CR:M/IR:M/AR:H', 'VC:H/VI:H/VA:H/CR:M/IR:M/AR:M'],
  '36:10': ['VC:L/VI:H/VA:H/CR:H/IR:H/AR:H', 'VC:H/VI:L/VA:H/CR:H/IR:H/AR:H'],
  '36:11': [
    'VC:L/VI:H/VA:L/CR:H/IR:M/AR:H',
    'VC:L/VI:H/VA:H/CR:H/IR:M/AR:M',
    'VC:H/VI:L/VA:H/CR:M/IR:H/AR:M',
    'VC:H/VI:L/VA:L/CR:M/IR:H/AR:H',
    'VC:L/VI:L/VA:H/CR:H/IR:H/AR:M',
  ],
  '36:21': ['VC:L/VI:L/VA:L/CR:H/IR:H/AR:H'],
  '4:0': ['SC:H/SI:S/SA:S'],
  '4:1': ['SC:H/SI:H/SA:H'],
  '4:2': ['SC:L/SI:L/SA:L'],
}

/** §8.3: the depth of each class at each level, in steps. */
export const DEPTH: Readonly<Record<string, number>> = {
  '1:0': 1, '1:1': 4, '1:2': 5,
  '2:0': 1, '2:1': 2,
  '36:00': 7, '36:01': 6, '36:10': 8, '36:11': 8, '36:21': 10,
  '4:0': 6, '4:1': 5, '4:2': 4,
}

/** The values of each metric from the most to the least severe; the place is the distance in steps. */
export const SEVERITY_ORDER: Readonly<Record<string, string>> = {
  AV: 'NALP', PR: 'NLH', UI: 'NPA', AC: 'LH', AT: 'NP',
  VC: 'HLN', VI: 'HLN', VA: 'HLN', SC: 'SHLN', SI: 'SHLN', SA: 'SHLN',
  CR: 'HML', IR: 'HML', AR: 'HML',
}
