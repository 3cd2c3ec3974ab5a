/** STIX Cyber-observable Objects, in the order of STIX 2.1 §6. */
import { contradictsId, deterministicId } from '../deterministic-id.ts'
import { isCustomType, isSco, type StixObject } from '../types.ts'
import { valueIs } from './addresses.ts'
import {
  binary, dictionary, flag, hex, list, refAmong, refTo, refWhere, text, time, whole, wrongType, type Check, type CrossCheck,
} from './checks.ts'
import { hashes } from './common.ts'
import {
  accountExtensions, fileExtensions, headers, mimePart, processExtensions, registryValue, trafficExtensions, x509V3,
} from './extensions.ts'
import type { Inspection } from './finding.ts'
import { compile, deprecated, texts, type TypeRules, type TypeTable } from './rules.ts'
import { notBefore } from './times.ts'
import * as vocabulary from './vocabularies.ts'

const size = whole(0)
const port = whole(0, 65_535)
const emailAddress = refTo('email-addr')
const account = refTo('user-account')
const artifact = refTo('artifact')
const endpoint = refAmong('ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name')
const anySco = refWhere((type) => isSco(type) || isCustomType(type), 'an SCO')
const resolves = (...types: string[]): Check =>
  deprecated(list(refAmong(...types)), '6', 'a relationship of type resolves-to')
const belongs = deprecated(list(refTo('autonomous-system')), '6', 'a relationship of type belongs-to')

/** Some types have only optional properties and ask for one of them. */
function someOf(rule: string, names: readonly string[]): CrossCheck {
  return (object, at) => {
    if (names.some((name) => object[name] !== undefined)) return
    at.error('missing-property', undefined, rule, 'the object says nothing', `at least one of ${names.join(', ')}`)
  }
}

function apart(object: StixObject, one: string, other: string, rule: string, at: Inspection): void {
  if (object[one] !== undefined && object[other] !== undefined) {
    at.error('contradiction', other, rule, `${one} and ${other} exclude each other`, `only one of ${one}, ${other}`)
  }
}

/** `one` may be there only together with `other`. */
function onlyWith(object: StixObject, one: string, other: string, rule: string, at: Inspection): void {
  if (object[one] !== undefined && object[other] === undefined) {
    at.error('contradiction', one, rule, `${one} needs ${other}`, `${other} as well, or no ${one}`)
  }
}

const flow: Check = (value, key, at) => {
  if (typeof value !== 'string' && !Number.isSafeInteger(value)) wrongType(value, key, at, 'a whole number or a string')
}

const TABLES: Record<string, TypeTable> = {
  artifact: {
    section: '6.1.1',
    optional: {
      mime_type: text,
      payload_bin: binary,
      url: text,
      hashes,
      encryption_algorithm: vocabulary.encryptionAlgorithm,
      decryption_key: text,
    },
    cross(object, at) {
      someOf('6.1', ['payload_bin', 'url'])(object, at)
      apart(object, 'payload_bin', 'url', '6.1.1', at)
      onlyWith(object, 'url', 'hashes', '6.1.1', at)
      onlyWith(object, 'decryption_key', 'encryption_algorithm', '6.1.1', at)
    },
  },
  'autonomous-system': { section: '6.2.1', required: { number: whole(0) }, optional: { name: text, rir: text } },
  directory: {
    section: '6.3.1',
    required: { path: text },
    optional: { path_enc: text, ctime: time, mtime: time, atime: time, contains_refs: list(refAmong('file', 'directory')) },
  },
  'domain-name': {
    section: '6.4.1',
    required: { value: text },
    optional: { resolves_to_refs: resolves('ipv4-addr', 'ipv6-addr', 'domain-name') },
    cross: valueIs('domain'),
  },
  'email-addr': {
    section: '6.5.1',
    required: { value: text },
    optional: { display_name: text, belongs_to_ref: account },
    cross: valueIs('email'),
  },
  'email-message': {
    section: '6.6.1',
    required: { is_multipart: flag },
    optional: {
      date: time,
      content_type: text,
      from_ref: emailAddress,
      sender_ref: emailAddress,
      to_refs: list(emailAddress),
      cc_refs: list(emailAddress),
      bcc_refs: list(emailAddress),
      message_id: text,
      subject: text,
      received_lines: texts,
      additional_header_fields: headers,
      body: text,
      body_multipart: list(mimePart),
      raw_email_ref: artifact,
    },
    cross(object, at) {
      const [multipart, absent] = object['is_multipart'] === true ? ['true', 'body'] : ['false', 'body_multipart']
      if (object[absent] !== undefined && typeof object['is_multipart'] === 'boolean') {
        at.error('contradiction', absent, '6.6.1', `${absent} is not used where is_multipart is ${multipart}`, `leave ${absent} out`)
      }
    },
  },
  file: {
    section: '6.7.1',
    optional: {
      hashes,
      size,
      name: text,
      name_enc: text,
      magic_number_hex: hex,
      mime_type: text,
      ctime: time,
      mtime: time,
      atime: time,
      parent_directory_ref: refTo('directory'),
      contains_refs: list(anySco),
      content_ref: artifact,
    },
    extensions: fileExtensions,
    cross(object, at) {
      someOf('6.7', ['hashes', 'name'])(object, at)
      onlyWith(object, 'name_enc', 'name', '3.1', at)
    },
  },
  'ipv4-addr': {
    section: '6.8.1',
    required: { value: text },
    optional: { resolves_to_refs: resolves('mac-addr'), belongs_to_refs: belongs },
    cross: valueIs('ipv4'),
  },
  'ipv6-addr': {
    section: '6.9.1',
    required: { value: text },
    optional: { resolves_to_refs: resolves('mac-addr'), belongs_to_refs: belongs },
    cross: valueIs('ipv6'),
  },
  'mac-addr': { section: '6.10.1', required: { value: text }, cross: valueIs('mac') },
  mutex: { section: '6.11.1', required: { name: text } },
  'network-traffic': {
    section: '6.12.1',
    required: { protocols: texts },
    optional: {
      start: time,
      end: time,
      is_active: flag,
      src_ref: endpoint,
      dst_ref: endpoint,
      src_port: port,
      dst_port: port,
      src_byte_count: size,
      dst_byte_count: size,
      src_packets: size,
      dst_packets: size,
      ipfix: dictionary(flow),
      src_payload_ref: artifact,
      dst_payload_ref: artifact,
      encapsulates_refs: list(refTo('network-traffic')),
      encapsulated_by_ref: refTo('network-traffic'),
    },
    extensions: trafficExtensions,
    cross(object, at) {
      someOf('6.12', ['src_ref', 'dst_ref'])(object, at)
      notBefore(object, 'start', 'end', '6.12.1', at)
      if (object['end'] !== undefined && object['is_active'] === true) {
        at.error('contradiction', 'end', '6.12.1', 'traffic that is active has no end', 'is_active false, or no end')
      }
    },
  },
  process: {
    section: '6.13.1',
    optional: {
      is_hidden: flag,
      pid: whole(),
      created_time: time,
      cwd: text,
      command_line: text,
      environment_variables: dictionary(text),
      opened_connection_refs: list(refTo('network-traffic')),
      creator_user_ref: account,
      image_ref: refTo('file'),
      parent_ref: refTo('process'),
      child_refs: list(refTo('process')),
    },
    extensions: processExtensions,
    cross: someOf('6.13', [
      'is_hidden', 'pid', 'created_time', 'cwd', 'command_line', 'environment_variables', 'opened_connection_refs',
      'creator_user_ref', 'image_ref', 'parent_ref', 'child_refs', 'extensions',
    ]),
  },
  software: {
    section: '6.14.1',
    required: { name: text },
    optional: { cpe: text, swid: text, languages: texts, vendor: text, version: text },
  },
  url: { section: '6.15.1', required: { value: text }, cross: valueIs('url') },
  'user-account': {
    section: '6.16.1',
    optional: {
      user_id: text,
      credential: text,
      account_login: text,
      account_type: vocabulary.accountType,
      display_name: text,
      is_service_account: flag,
      is_privileged: flag,
      can_escalate_privs: flag,
      is_disabled: flag,
      account_created: time,
      account_expires: time,
      credential_last_changed: time,
      account_first_login: time,
      account_last_login: time,
    },
    extensions: accountExtensions,
    cross: someOf('6.16', [
      'user_id', 'credential', 'account_login', 'account_type', 'display_name', 'is_service_account', 'is_privileged',
      'can_escalate_privs', 'is_disabled', 'account_created', 'account_expires', 'credential_last_changed',
      'account_first_login', 'account_last_login', 'extensions',
    ]),
  },
  'windows-registry-key': {
    section: '6.17.1',
    optional: {
      key: text,
      values: list(registryValue),
      modified_time: time,
      creator_user_ref: account,
      number_of_subkeys: whole(),
    },
    cross(object, at) {
      someOf('6.17', ['key', 'values', 'modified_time', 'creator_user_ref', 'number_of_subkeys'])(object, at)
      const key = object['key']
      if (typeof key === 'string' && /^HK(?:LM|CU|CR|U|CC)(?:\\|$)/i.test(key)) {
        at.error('bad-value', 'key', '6.17.1', 'the hive is abbreviated', 'the hive in full, such as HKEY_LOCAL_MACHINE')
      }
    },
  },
  'x509-certificate': {
    section: '6.18.1',
    optional: {
      is_self_signed: flag,
      hashes,
      version: text,
      serial_number: text,
      signature_algorithm: text,
      issuer: text,
      validity_not_before: time,
      validity_not_after: time,
      subject: text,
      subject_public_key_algorithm: text,
      subject_public_key_modulus: text,
      subject_public_key_exponent: whole(),
      x509_v3_extensions: x509V3,
    },
    cross: someOf('6.18', [
      'is_self_signed', 'hashes', 'version', 'serial_number', 'signature_algorithm', 'issuer', 'validity_not_before',
      'validity_not_after', 'subject', 'subject_public_key_algorithm', 'subject_public_key_modulus',
      'subject_public_key_exponent', 'x509_v3_extensions',
    ]),
  },
}

/** §2.9 and §3.6: what the id of an SCO promises. */
function checkIdentity(object: StixObject, at: Inspection): void {
  if (object['modified'] !== undefined && object['id'] === deterministicId(object)) {
    at.error('bad-id', 'id', '3.6', 'an SCO with versions has an id that every producer would make', 'a random UUID (version 4)')
  } else if (at.warnings && contradictsId(object)) {
    const right = deterministicId(object) ?? 'a random UUID (version 4)'
    at.warn('id-mismatch', 'id', '2.9', 'the id is name-based, but not on the contributing properties', right)
  }
}

function identified(table: TypeTable): TypeTable {
  const { cross } = table
  return {
    ...table,
    cross(object, at) {
      cross?.(object, at)
      checkIdentity(object, at)
    },
  }
}

export const SCO_RULES: [type: string, rules: TypeRules][] = Object.entries(TABLES).map(([type, table]) => [
  type,
  compile('sco', identified(table)),
])
