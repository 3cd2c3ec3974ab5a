/** The draft that `accord advisory new` writes: complete, with a remark beside everything that one has to change. */
export function startingDraft({ id, language, publisher, at }: { id: string; language: string; publisher: string; at: string }): string {
  const year = at.slice(0, 4)
  return `// One advisory; every format is made of it. Lines that begin with // are for you.
// Check it with:    accord advisory validate FILE
// See a format:     accord advisory convert FILE --to csaf-2.0
{
  "format": "openaccord-advisory/1",
  "head": {
    // Your own name for it; file names are made of it.
    "id": ${JSON.stringify(id)},
    "title": "Product: what can happen, in one line",
    // advisory: vulnerabilities and what to do. vex: who is affected and who is not, and why. notice: words only.
    "kind": "advisory",
    // draft, interim or final
    "state": "draft",
    "language": ${JSON.stringify(language)},
    // CLEAR: for everyone. GREEN, AMBER, AMBER+STRICT, RED: for fewer and fewer.
    "tlp": "CLEAR",
    "publisher": { "name": ${JSON.stringify(publisher)}, "category": "vendor", "namespace": "https://psirt.vendor.example" },
    // Oldest first. Every later publication adds one.
    "revisions": [{ "number": "1", "at": ${JSON.stringify(at)}, "summary": "First release." }],
    // What each audience is told, in your own words: people, administrators, developers.
    "audiences": {
      "people": {
        "what": "Somebody could read what is meant for you alone.",
        "affected": "You are, if you have version 1.4 or older.",
        "action": "Install the update. Nothing else is needed."
      }
    },
    "references": [{ "url": "https://psirt.vendor.example/advisories", "summary": "All our advisories" }],
    "credits": [{ "name": "Name of the finder", "role": "finder" }]
  },
  "products": {
    "vendors": [
      {
        "name": ${JSON.stringify(publisher)},
        "products": [
          {
            "name": "Product",
            "releases": [
              // A release has one of: version, range (VERS), words. Its id is what statements refer to.
              { "id": "product-old", "range": "vers:semver/<1.4.2", "purl": "pkg:generic/product" },
              { "id": "product-1.4.2", "version": "1.4.2", "purl": "pkg:generic/product@1.4.2" }
            ]
          }
        ]
      }
    ]
  },
  "vulnerabilities": [
    {
      // When you have one:  "cve": "CVE-${year}-12345",
      "ids": [{ "system": ${JSON.stringify(publisher)}, "id": "BUG-1" }],
      "description": "What the flaw is, and what somebody can do with it.",
      // Of the list at https://cwe.mitre.org
      "weaknesses": ["CWE-20"],
      "scores": [{ "vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:L/I:N/A:N" }],
      // affected, fixed, not-affected (with justification or because), investigating
      "statements": [
        { "product": "product-old", "state": "affected" },
        { "product": "product-1.4.2", "state": "fixed", "marks": ["first"] }
      ],
      // fix, optional-fix, workaround, mitigation, fix-planned, no-fix-planned, none-available
      "remedies": [{ "kind": "fix", "details": "Install version 1.4.2.", "products": ["product-old"] }],
      "timeline": [{ "at": ${JSON.stringify(at)}, "what": "Published." }]
    }
  ]
}
`
}
