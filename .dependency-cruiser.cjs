// The floors of the house (docs/map.md). A file may import from its own floor's rules and from below, never from above.
const CAP = '^server/src/capabilities/([^/]+)/'
/** Each capability, and the sisters whose face it may use. Read from the bottom up. */
const SISTERS = {
  members: [],
  exchange: ['members'],
  pledges: ['members'],
  ballots: ['members'],
  baselines: [],
  admissions: ['members', 'ballots', 'baselines'],
  commitments: ['members'],
  concerns: ['members', 'ballots'],
  reminders: [],
  reports: ['members'],
  cases: ['members', 'reports'],
  advisories: ['members', 'cases'],
  ledger: [],
}
const TESTS = '(\\.test\\.tsx?$|/testing/)'
const sisterRules = Object.entries(SISTERS).map(([name, allowed]) => ({
  name: `sisters-of-${name}`,
  severity: 'error',
  from: { path: `^server/src/capabilities/${name}/`, pathNot: TESTS },
  to: {
    path: '^server/src/capabilities/',
    pathNot: [`^server/src/capabilities/${name}/`, ...allowed.map((a) => `^server/src/capabilities/${a}/index\\.ts$`)],
  },
}))
/** Inside a capability: what the pure file and the file with SQL may reach. */
const inside = (file, mayReach) => ({
  name: `inside-${file}`,
  severity: 'error',
  from: { path: `${CAP}${file}(\\.ts|/)`, pathNot: TESTS },
  to: { path: '^server/src/', pathNot: mayReach },
})
const own = (...files) => files.map((f) => `^server/src/capabilities/$1/${f}(\\.ts|/)`)

module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'no-strays', comment: 'an import that leads nowhere', severity: 'error',
      from: { pathNot: '^portal/' }, to: { couldNotResolve: true },
    },
    // ground floor: standards know nothing of us, nor of each other
    {
      name: 'standards-stand-alone', severity: 'error',
      from: { path: '^packages/(names|stix|taxii|tlog|attest|csaf|vulns|baseline|disclosure)/' },
      to: { path: '^(packages|server|portal|cli)/', pathNot: '^packages/($1|names)/' },
    },
    {
      name: 'standards-do-no-io', severity: 'error',
      from: { path: '^packages/(names|stix|taxii|tlog|attest|csaf|vulns|baseline|disclosure|advisory|facts|verifier|api)/', pathNot: TESTS },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'facts-know-only-names', severity: 'error',
      from: { path: '^packages/facts/' }, to: { path: '^(packages|server|portal|cli)/', pathNot: '^packages/(facts|names)/' },
    },
    {
      name: 'the-verifier-knows-formats-and-facts', severity: 'error',
      from: { path: '^packages/verifier/' }, to: { path: '^(packages|server|portal|cli)/', pathNot: '^packages/(verifier|names|facts|tlog|attest)/' },
    },
    {
      name: 'the-advisory-knows-its-formats', severity: 'error',
      from: { path: '^packages/advisory/' }, to: { path: '^(packages|server|portal|cli)/', pathNot: '^packages/(advisory|names|csaf|vulns)/' },
    },
    {
      name: 'contract-knows-only-words', severity: 'error',
      from: { path: '^packages/api/' }, to: { path: '^(packages|server|portal|cli)/', pathNot: '^packages/(api|names|facts)/' },
    },
    {
      name: 'through-the-front-door', comment: 'a package is entered by its index', severity: 'error',
      from: { path: '^(server|portal|cli|packages/([^/]+))/' },
      to: { path: '^packages/([^/]+)/src/(?!index\\.ts$)', pathNot: '^packages/$2/' },
    },
    // clients
    { name: 'clients-never-meet-the-server', severity: 'error', from: { path: '^(portal|cli)/', pathNot: TESTS }, to: { path: '^server/' } },
    {
      name: 'portal-and-cli-are-strangers', severity: 'error',
      from: { path: '^(portal|cli)/', pathNot: TESTS }, to: { path: '^(portal|cli)/', pathNot: '^$1/' },
    },
    // server floors
    {
      name: 'kernel-does-no-io', severity: 'error',
      from: { path: '^server/src/kernel/', pathNot: TESTS },
      to: { path: ['^server/src/(?!kernel/)', '^packages/(?!names/)', '^(node:)?(fs|net|http|https|child_process|dns|worker_threads|crypto)(/|$)'] },
    },
    {
      name: 'platform-knows-no-capability', severity: 'error',
      from: { path: '^server/src/platform/', pathNot: TESTS }, to: { path: '^(server/src/(capabilities/|compose|main|config|demo)|packages/(api|stix|taxii|tlog|attest|verifier)/)' },
    },
    {
      name: 'nobody-imports-compose', severity: 'error',
      from: { path: '^(server|packages|portal|cli)/', pathNot: `^server/src/(compose|main|house|demo)(\\.ts|/)|${TESTS}` },
      to: { path: '^server/src/(compose|main|house|demo)(\\.ts|/)' },
    },
    {
      name: 'contract-only-at-the-routes', severity: 'error',
      from: { path: `${CAP}(?!routes)[^/]+`, pathNot: TESTS }, to: { path: '^packages/api/' },
    },
    // each standard is spoken in one room
    {
      name: 'stix-and-taxii-are-spoken-in-exchange', severity: 'error',
      from: { path: CAP, pathNot: '^server/src/capabilities/exchange/' }, to: { path: '^packages/(stix|taxii)/' },
    },
    {
      name: 'what-a-domain-shows-is-judged-in-baselines', severity: 'error',
      from: { path: CAP, pathNot: '^server/src/capabilities/baselines/' }, to: { path: '^packages/baseline/' },
    },
    {
      name: 'csaf-is-spoken-in-advisories', severity: 'error',
      from: { path: CAP, pathNot: '^server/src/capabilities/advisories/' }, to: { path: '^packages/(csaf|advisory)/' },
    },
    {
      name: 'the-log-is-spoken-in-ledger', severity: 'error',
      from: { path: CAP, pathNot: '^server/src/capabilities/(ledger|lookups|releases)/' }, to: { path: '^packages/tlog/' },
    },
    {
      name: 'the-hub-does-not-check-itself', comment: 'the verifier is for those outside', severity: 'error',
      from: { path: '^server/src/', pathNot: TESTS }, to: { path: '^packages/verifier/' },
    },
    ...sisterRules,
    inside('model', ['^server/src/kernel/', ...own('model')]),
    // `intake` of the exchange is pure but for its thread: the store keeps what it has judged
    inside('store', ['^server/src/kernel/', '^server/src/platform/database\\.ts$', ...own('store', 'model', 'intake/(batch|judge|digest|warning-lists)')]),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'], extensions: ['.ts', '.tsx', '.mjs', '.js'] },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|build|\\.react-router)/' },
  },
}
