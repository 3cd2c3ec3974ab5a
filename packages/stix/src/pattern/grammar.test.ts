/** What is a pattern and what is not: one row, one case. Invalid ones name the code and the offset of the mistake. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PatternError, checkPattern, comparisonsOf, parsePattern, printPattern, valuesIn, warningsOf } from './index.ts'

const HASH = 'aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f'

/** in words, as written, as printed (where that differs) */
const VALID: [string, string, string?][] = [
  ['one comparison', "[file:name = 'foo.dll']"],
  ['a key in apostrophes that needs them', `[file:hashes.'SHA-256' = '${HASH}']`],
  ['a key in apostrophes that does not need them', "[file:hashes.'MD5' = 'x']", "[file:hashes.MD5 = 'x']"],
  ['a first property in apostrophes', "[x-usb:'serial-number' = '1']"],
  ['a key that is a keyword, in apostrophes', "[x-a:'AND' = 1]"],
  ['a key that begins like a keyword', '[x-a:ANDROID = 1]'],
  ['a lower-case key spelled like a keyword', '[x-a:start = 1]'],
  ['an object type with hyphens', "[windows-registry-key:key = 'a']"],
  ['an index', "[network-traffic:protocols[0] = 'tcp']"],
  ['any index, then a reference', "[directory:contains_refs[*].name = 'a']"],
  ['an index below zero, which is in the grammar', '[x-a:b[-1] = 1]'],
  ['!= in its other spelling', '[file:size <> 4]', '[file:size != 4]'],
  ['= in its other spelling', '[file:size == 4]', '[file:size = 4]'],
  ['each order', '[file:size < 1 OR file:size <= 2 OR file:size > 3 OR file:size >= 4]'],
  ['a number below zero', '[file:size > -5]'],
  ['a number with a plus sign', '[file:size > +5]', '[file:size > 5]'],
  ['minus zero', '[file:size > -0]', '[file:size > 0]'],
  ['a float', '[x-a:entropy > 7.0]'],
  ['a float without a whole part', '[x-a:entropy > .5]', '[x-a:entropy > 0.5]'],
  ['a float below zero', '[x-a:entropy > -.25]', '[x-a:entropy > -0.25]'],
  ['a tiny float', '[x-a:entropy > 0.00000000125]'],
  ['the largest integer', '[file:size = 9007199254740991]'],
  ['booleans', '[x-a:b = true OR x-a:b != false]'],
  ['hex, printed in lower case', "[x-a:magic_hex = h'FFd8']", "[x-a:magic_hex = h'ffd8']"],
  ['hex of nothing', "[x-a:magic_hex = h'']"],
  ['base64', "[artifact:payload_bin = b'dGhpcyBpcyBhIHRlc3Q=']"],
  ['base64 over two lines', "[artifact:payload_bin = b'dGhp\ncyBp']", "[artifact:payload_bin = b'dGhpcyBp']"],
  ['a timestamp with a fraction', "[x-a:seen = t'2018-03-22T12:11:14.1234567Z']"],
  ['the last day of a leap February', "[x-a:seen = t'2020-02-29T00:00:00Z']"],
  ['a leap second', "[x-a:seen = t'2016-12-31T23:59:60Z']"],
  ['escapes in a string', String.raw`[file:name = 'it\'s C:\\dir']`],
  ['a line feed in a string', "[file:name = 'a\nb']"],
  ['a set of strings', "[file:name IN ('a', 'b', 'c')]"],
  ['a set of integers and floats', '[file:size IN (1, 2.5)]'],
  ['an empty set', '[file:size IN ()]'],
  ['a set of one, without spaces', '[file:size IN(443)]', '[file:size IN (443)]'],
  ['NOT before IN', "[file:name NOT IN ('a')]"],
  ['NOT before =', "[file:name NOT = 'a']"],
  ['NOT before <', '[file:size NOT < 3]'],
  ['LIKE', "[file:name LIKE '%.exe']"],
  ['NOT LIKE', "[file:name NOT LIKE '_.exe']"],
  ['MATCHES without a space', "[process:command_line MATCHES'^a$']", "[process:command_line MATCHES '^a$']"],
  ['MATCHES with look-ahead is a valid pattern', "[file:name MATCHES '(?=a)']"],
  ['ISSUBSET of IPv4', "[ipv4-addr:value ISSUBSET '198.51.100.0/24']"],
  ['NOT ISSUBSET with host bits', "[ipv4-addr:value NOT ISSUBSET '192.168.0.1/24']"],
  ['ISSUPERSET of IPv6', "[ipv6-addr:value ISSUPERSET '2001:db8::/32']"],
  ['ISSUBSET of an IPv6 block in full', "[network-traffic:dst_ref.value ISSUBSET '2001:0db8:dead:beef:0000:0000:0000:0000/64']"],
  ['ISSUBSET of an IPv6 address with a dotted tail', "[ipv6-addr:value ISSUBSET '::ffff:198.51.100.1/128']"],
  ['EXISTS', '[EXISTS windows-registry-key:values]'],
  ['NOT EXISTS', '[NOT EXISTS file:name]'],
  ['EXISTS joined with a comparison', "[EXISTS file:name AND file:name != 'a']"],
  ['brackets around one comparison', "[(file:name = 'a')]", "[file:name = 'a']"],
  ['brackets that change the meaning', '[(file:size = 1 OR file:size = 2) AND file:size = 3]'],
  ['brackets that follow precedence', '[(file:size = 1 AND file:size = 2) OR file:size = 3]', '[file:size = 1 AND file:size = 2 OR file:size = 3]'],
  ['brackets on the right of AND', '[file:size = 1 AND (file:size = 2 AND file:size = 3)]'],
  ['different types under OR', "[file:name = 'a' OR process:name = 'b']"],
  ['types that meet under AND', "[(file:name = 'a' OR process:name = 'b') AND file:size = 1]"],
  ['three observations', '[a:b = 1] AND [a:b = 2] AND [a:b = 3]'],
  ['AND before OR before FOLLOWEDBY', '[a:b = 1] AND [a:b = 2] OR [a:b = 3] FOLLOWEDBY [a:b = 4]'],
  ['FOLLOWEDBY inside AND', '([a:b = 1] FOLLOWEDBY [a:b = 2]) AND [a:b = 3]'],
  ['brackets around one observation', '(([a:b = 1]))', '[a:b = 1]'],
  ['WITHIN', '[a:b = 1] WITHIN 300 SECONDS'],
  ['WITHIN a float', '[a:b = 1] WITHIN 0.5 SECONDS'],
  ['REPEATS then WITHIN', '[a:b = 1] REPEATS 5 TIMES WITHIN 1800 SECONDS'],
  ['START and STOP', "[a:b = 1] START t'2016-06-01T00:00:00Z' STOP t'2017-03-12T08:30:00.5Z'"],
  ['a qualifier on a group', '([a:b = 1] AND [a:b = 2]) WITHIN 5 SECONDS'],
  ['a qualifier on the last operand only', '[a:b = 1] AND [a:b = 2] WITHIN 5 SECONDS'],
  ['the same qualifier outside and inside', '([a:b = 1] REPEATS 2 TIMES) REPEATS 2 TIMES'],
  ['spaces of every kind, everywhere', '\u00a0[\n a : b\t. c [ 0 ]\r\n=\u20031 ] ', '[a:b.c[0] = 1]'],
  ['no spaces where none are needed', '[a:b=1]AND[a:b=2]', '[a:b = 1] AND [a:b = 2]'],
  ['comments', '/* one */ [a:b = /* two */ 1] // three', '[a:b = 1]'],
  ['something like a comment in a string', "[url:value = 'http://a/*b*/']"],
]

for (const [words, text, printed = text] of VALID) {
  test(`valid: ${words}`, () => {
    assert.equal(checkPattern(text), undefined)
    assert.equal(printPattern(parsePattern(text)), printed)
    assert.equal(printPattern(parsePattern(printed)), printed)
  })
}

/** in words, as written, code, offset */
const INVALID: [string, string, string, number][] = [
  ['nothing', '', 'syntax', 0],
  ['spaces only', '  ', 'syntax', 2],
  ['no square brackets', 'file:size = 1280', 'syntax', 0],
  ['a missing constant', '[file:size = ]', 'syntax', 13],
  ['a constant without apostrophes', '[file:hashes.MD5 = cead3f77]', 'syntax', 19],
  ['a full stop for the colon', '[file.size = 1280]', 'syntax', 5],
  ['an expression between slashes', String.raw`[file:name MATCHES /.*\.dll/]`, 'syntax', 19],
  ['a hyphen in a property name', "[x-a:my-name = '1']", 'syntax', 7],
  ['a keyword as property name', '[a:AND = 1]', 'syntax', 3],
  ['a keyword as object type', '[AND:b = 1]', 'syntax', 1],
  ['an operator that is none', "[file:hashes.MD5 =? 'a']", 'syntax', 18],
  ['a single exclamation mark', '[a:b ! 1]', 'syntax', 5],
  ['keywords in lower case', '[a:b=1] within 2 seconds', 'syntax', 8],
  ['another unit of time', '[a:b=1] WITHIN 5 HOURS', 'syntax', 17],
  ['WITHIN below zero', '[a:b=1] WITHIN -5 SECONDS', 'bad-qualifier', 15],
  ['WITHIN zero', '[a:b=1] WITHIN 0 SECONDS', 'bad-qualifier', 15],
  ['WITHIN without a number', '[a:b=1] WITHIN SECONDS', 'syntax', 15],
  ['REPEATS a float', '[a:b=1] REPEATS 1.5 TIMES', 'bad-qualifier', 16],
  ['REPEATS zero', '[a:b=1] REPEATS 0 TIMES', 'bad-qualifier', 16],
  ['REPEATS without TIMES', '[a:b=1] REPEATS 2', 'syntax', 17],
  ['START without STOP', "[a:b=1] START t'2016-06-01T00:00:00Z'", 'syntax', 37],
  ['START with a plain string', "[a:b=1] START '2016-06-01T00:00:00Z' STOP t'2016-06-01T00:00:00Z'", 'syntax', 14],
  ['two WITHIN', '[a:b=1] WITHIN 5 SECONDS WITHIN 6 SECONDS', 'duplicate-qualifier', 25],
  ['two REPEATS around another', '[a:b=1] REPEATS 5 TIMES WITHIN 6 SECONDS REPEATS 2 TIMES', 'duplicate-qualifier', 41],
  ['two qualifiers of a kind on a group', '([a:b=1]) WITHIN 5 SECONDS WITHIN 6 SECONDS', 'duplicate-qualifier', 27],
  ['a date that does not exist', "[a:b = t'2457-73-22T32:81:84.1Z']", 'bad-literal', 7],
  ['the 29th of a plain February', "[a:b = t'2019-02-29T00:00:00Z']", 'bad-literal', 7],
  ['a timestamp without Z', "[a:b = t'2019-02-28T00:00:00']", 'bad-literal', 7],
  ['a timestamp in lower case', "[a:b = t'2019-02-28t00:00:00z']", 'bad-literal', 7],
  ['a timestamp without seconds', "[a:b = t'2019-02-28T00:00Z']", 'bad-literal', 7],
  ['base64 of padding alone', "[a:b = b'====']", 'bad-literal', 7],
  ['base64 without padding', "[a:b = b'ABI']", 'bad-literal', 7],
  ['an odd number of hex digits', "[a:b = h'abc']", 'bad-literal', 7],
  ['hex with other letters', "[a:b = h'zz']", 'bad-literal', 7],
  ['an integer with a leading zero', '[a:b = 007]', 'bad-literal', 7],
  ['an integer that is too large', '[a:b = 9007199254740992]', 'bad-literal', 7],
  ['a float that is too large', `[a:b = ${'9'.repeat(310)}.0]`, 'bad-literal', 7],
  ['an exponent', '[a:b = 1e5]', 'syntax', 8],
  ['an unknown escape', String.raw`[a:b = 'a\nb']`, 'bad-string', 9],
  ['a string without an end', "[a:b = 'abc]", 'bad-string', 7],
  ['a backslash before the last apostrophe', String.raw`[a:b = 'abc\']`, 'bad-string', 7],
  ['a set of strings and numbers', "[a:b IN ('a', 1)]", 'mixed-set', 14],
  ['a set of hex and strings', "[a:b IN (h'ff', 'a')]", 'mixed-set', 16],
  ['a set without brackets', "[a:b IN 'a']", 'syntax', 8],
  ['a set that ends with a comma', "[a:b IN ('a',)]", 'syntax', 13],
  ['an order on booleans', '[a:b > true]', 'bad-literal', 7],
  ['LIKE with a number', '[a:b LIKE 5]', 'syntax', 10],
  ['ISSUBSET of a name', "[ipv4-addr:value ISSUBSET 'example']", 'bad-address', 26],
  ['ISSUBSET of a prefix that is too long', "[ipv4-addr:value ISSUBSET '10.0.0.0/33']", 'bad-address', 26],
  ['ISSUBSET of an octet with a leading zero', "[ipv4-addr:value ISSUBSET '10.0.0.01']", 'bad-address', 26],
  ['ISSUBSET of an IPv6 address with two gaps', "[ipv6-addr:value ISSUBSET '1::2::3']", 'bad-address', 26],
  ['null', '[a:b = null]', 'syntax', 7],
  ['NOT before a path', "[NOT file:name = 'a']", 'syntax', 5],
  ['a path without a property', '[file = 1]', 'syntax', 6],
  ['a float as index', '[a:b[1.5] = 1]', 'bad-literal', 5],
  ['an index without an end', '[a:b[1 = 1]', 'syntax', 7],
  ['an empty observation', '[]', 'syntax', 1],
  ['an observation without an end', '[a:b = 1', 'syntax', 8],
  ['a bracket without an end', '([a:b = 1]', 'syntax', 10],
  ['a bracket too many', '[a:b = 1])', 'syntax', 9],
  ['two observations without an operator', '[a:b = 1] [a:b = 2]', 'syntax', 10],
  ['FOLLOWEDBY between comparisons', '[a:b = 1 FOLLOWEDBY a:b = 2]', 'syntax', 9],
  ['different types under AND', "[file:name = 'a' AND process:name = 'b']", 'mixed-types', 21],
  ['types that do not meet under AND', "[(file:name = 'a' OR url:value = 'b') AND process:name = 'c']", 'mixed-types', 42],
  ['a comment without an end', '[a:b = 1] /* and', 'syntax', 10],
  ['a lone slash', '[a:b = 1] /', 'syntax', 10],
  ['brackets 65 deep', `${'('.repeat(65)}[a:b = 1]${')'.repeat(65)}`, 'too-deep', 64],
  ['comparisons 65 deep', `[${'('.repeat(65)}a:b = 1${')'.repeat(65)}]`, 'too-deep', 65],
  ['more than 65,536 characters', `[a:b = '${'a'.repeat(65_536)}']`, 'too-long', 65_536],
]

for (const [words, text, code, offset] of INVALID) {
  test(`invalid: ${words}`, () => {
    assert.throws(() => parsePattern(text), (error) => {
      assert.ok(error instanceof PatternError)
      assert.deepEqual([error.code, error.offset], [code, offset], error.message)
      assert.deepEqual(checkPattern(text), { offset, message: error.message })
      return true
    })
  })
}

test('an error names what was expected and what was found', () => {
  assert.equal(
    checkPattern('[a:b = 1] WITHIN 5 HOURS')?.message,
    'expected SECONDS after the number of WITHIN at offset 19, found "HOURS"',
  )
  assert.equal(
    checkPattern('[a:b = 1')?.message,
    'expected AND, OR or the closing ] of the observation at offset 8, found the end of the pattern',
  )
})

test('brackets 64 deep, and limits that are asked for', () => {
  assert.equal(checkPattern(`${'('.repeat(64)}[a:b = 1]${')'.repeat(64)}`), undefined)
  assert.match(checkPattern('((([a:b = 1])))', { depth: 2 })?.message ?? '', /at most 2 deep/)
  assert.match(checkPattern('[a:b = 1]', { length: 8 })?.message ?? '', /at most 8 characters/)
})

test('comparisons are listed in the order of the text', () => {
  const pattern = parsePattern("([file:name = 'a' AND file:size NOT > 5] FOLLOWEDBY [EXISTS url:value]) WITHIN 5 SECONDS")
  assert.deepEqual(
    comparisonsOf(pattern).map(({ at, path, operator, negated }) => [at, path.type, operator, negated]),
    [[2, 'file', '=', false], [22, 'file', '>', true], [53, 'url', 'EXISTS', false]],
  )
})

test('values are the strings looked for, with their paths', () => {
  const pattern = parsePattern("[file:hashes.'SHA-256' IN ('a', 'b') OR file:name = 'c' OR file:name != 'd' OR file:name NOT = 'e' OR file:size = 6 OR file:name LIKE 'f%']")
  assert.deepEqual(valuesIn(pattern), [
    { path: "file:hashes.'SHA-256'", value: 'a' },
    { path: "file:hashes.'SHA-256'", value: 'b' },
    { path: 'file:name', value: 'c' },
  ])
})

test('what is valid but unwise is remarked on', () => {
  const pattern = parsePattern("[malware:name = 'a'] AND [x-own:b = 1] START t'2020-01-02T00:00:00Z' STOP t'2020-01-02T00:00:00.0Z'")
  assert.deepEqual(warningsOf(pattern).map(({ offset }) => offset), [1, 39])
  assert.deepEqual(warningsOf(parsePattern("[file:name = 'a']")), [])
})
