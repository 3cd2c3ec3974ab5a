/** The extensions that STIX 2.1 §6 itself defines, and the structures within them. */
import { dictionary, flag, hex, list, real, refAmong, refTo, shape, text, time, whole, type Check } from './checks.ts'
import { hashes } from './common.ts'
import { texts } from './rules.ts'
import * as vocabulary from './vocabularies.ts'

const size = whole(0)
const number = whole()

/** A header, or a list of values where it was repeated: the specification's own examples have both. */
export const headers = dictionary((value, key, at) => {
  if (typeof value === 'string') {
    text(value, key, at)
    at.warn('wrong-type', key, '6.6.1', `${String(key)} is a string`, 'a list of strings, since a header may be repeated')
  } else texts(value, key, at)
})

const alternateDataStream = shape({ required: { name: text }, optional: { hashes, size } })

/** §6.7.6, optional header */
const peOptionalHeader = shape({
  some: true,
  optional: {
    magic_hex: hex,
    major_linker_version: number,
    minor_linker_version: number,
    size_of_code: size,
    size_of_initialized_data: size,
    size_of_uninitialized_data: size,
    address_of_entry_point: number,
    base_of_code: number,
    base_of_data: number,
    image_base: number,
    section_alignment: number,
    file_alignment: number,
    major_os_version: number,
    minor_os_version: number,
    major_image_version: number,
    minor_image_version: number,
    major_subsystem_version: number,
    minor_subsystem_version: number,
    win32_version_value_hex: hex,
    size_of_image: size,
    size_of_headers: size,
    checksum_hex: hex,
    subsystem_hex: hex,
    dll_characteristics_hex: hex,
    size_of_stack_reserve: size,
    size_of_stack_commit: size,
    size_of_heap_reserve: number,
    size_of_heap_commit: number,
    loader_flags_hex: hex,
    number_of_rva_and_sizes: number,
    hashes,
  },
})

const peSection = shape({ required: { name: text }, optional: { size, entropy: real(), hashes } })

export const fileExtensions: Record<string, Check> = {
  'archive-ext': shape({ required: { contains_refs: list(refAmong('file', 'directory')) }, optional: { comment: text } }),
  'ntfs-ext': shape({ some: true, optional: { sid: text, alternate_data_streams: list(alternateDataStream) } }),
  'pdf-ext': shape({
    some: true,
    optional: { version: text, is_optimized: flag, document_info_dict: dictionary(text), pdfid0: text, pdfid1: text },
  }),
  'raster-image-ext': shape({
    some: true,
    optional: { image_height: number, image_width: number, bits_per_pixel: number, exif_tags: dictionary() },
  }),
  'windows-pebinary-ext': shape({
    required: { pe_type: vocabulary.peBinaryType },
    optional: {
      imphash: text,
      machine_hex: hex,
      number_of_sections: size,
      time_date_stamp: time,
      pointer_to_symbol_table_hex: hex,
      number_of_symbols: size,
      size_of_optional_header: size,
      characteristics_hex: hex,
      file_header_hashes: hashes,
      optional_header: peOptionalHeader,
      sections: list(peSection),
    },
  }),
}

const socketOptions = dictionary(number)

export const trafficExtensions: Record<string, Check> = {
  'http-request-ext': shape({
    required: { request_method: text, request_value: text },
    optional: {
      request_version: text,
      request_header: headers,
      message_body_length: number,
      message_body_data_ref: refTo('artifact'),
    },
  }),
  'icmp-ext': shape({ required: { icmp_type_hex: hex, icmp_code_hex: hex } }),
  'socket-ext': shape({
    required: { address_family: vocabulary.addressFamily },
    optional: {
      is_blocking: flag,
      is_listening: flag,
      options: socketOptions,
      socket_type: vocabulary.socketType,
      socket_descriptor: size,
      socket_handle: number,
    },
  }),
  'tcp-ext': shape({ some: true, optional: { src_flags_hex: hex, dst_flags_hex: hex } }),
}

export const processExtensions: Record<string, Check> = {
  'windows-process-ext': shape({
    some: true,
    optional: {
      aslr_enabled: flag,
      dep_enabled: flag,
      priority: text,
      owner_sid: text,
      window_title: text,
      windows_title: text, // so in the text of Errata 01
      startup_info: dictionary(),
      integrity_level: vocabulary.integrityLevel,
    },
  }),
  'windows-service-ext': shape({
    some: true,
    optional: {
      service_name: text,
      descriptions: texts,
      display_name: text,
      group_name: text,
      start_type: vocabulary.serviceStartType,
      service_dll_refs: list(refTo('file')),
      service_type: vocabulary.serviceType,
      service_status: vocabulary.serviceStatus,
    },
  }),
}

export const accountExtensions: Record<string, Check> = {
  'unix-account-ext': shape({ some: true, optional: { gid: number, groups: texts, home_dir: text, shell: text } }),
}

/** §6.6.2 */
export const mimePart = shape({
  optional: { body: text, body_raw_ref: refAmong('artifact', 'file'), content_type: text, content_disposition: text },
  cross(part, at) {
    if (part['body'] === undefined && part['body_raw_ref'] === undefined) {
      at.error('missing-property', undefined, '6.6.2', 'the part has no content', 'body or body_raw_ref')
    }
  },
})

/** §6.17.2 */
export const registryValue = shape({
  some: true,
  optional: { name: text, data: text, data_type: vocabulary.registryDatatype },
})

/** §6.18.2 */
export const x509V3 = shape({
  some: true,
  optional: {
    basic_constraints: text,
    name_constraints: text,
    policy_constraints: text,
    key_usage: text,
    extended_key_usage: text,
    subject_key_identifier: text,
    authority_key_identifier: text,
    subject_alternative_name: text,
    issuer_alternative_name: text,
    subject_directory_attributes: text,
    crl_distribution_points: text,
    inhibit_any_policy: text,
    private_key_usage_period_not_before: time,
    private_key_usage_period_not_after: time,
    certificate_policies: text,
    policy_mappings: text,
  },
})

