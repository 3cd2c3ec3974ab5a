/** أنواع عناصر STIX، حيث توجد كلمات بسيطة. */
import type { types as english } from '../en/types.ts'
import type { Same } from '../words.ts'

export const types = {
  'type.attack-pattern': 'نمط هجوم', 'type.campaign': 'حملة', 'type.course-of-action': 'إجراء دفاعي', 'type.grouping': 'تجميع',
  'type.identity': 'هوية', 'type.incident': 'حادثة', 'type.indicator': 'مؤشّر', 'type.infrastructure': 'بنية تحتية',
  'type.intrusion-set': 'مجموعة اختراقات', 'type.location': 'موقع', 'type.malware': 'برنامج خبيث', 'type.malware-analysis': 'تحليل برنامج خبيث',
  'type.note': 'ملاحظة', 'type.observed-data': 'بيانات مرصودة', 'type.opinion': 'رأي', 'type.report': 'تقرير', 'type.threat-actor': 'جهة مهدِّدة',
  'type.tool': 'أداة', 'type.vulnerability': 'ثغرة', 'type.relationship': 'علاقة', 'type.sighting': 'رصد',
  'type.marking-definition': 'تعريف علامة', 'type.language-content': 'ترجمة', 'type.extension-definition': 'تعريف امتداد',
  'type.artifact': 'أثر رقمي', 'type.autonomous-system': 'نظام مستقلّ', 'type.directory': 'مجلّد', 'type.domain-name': 'اسم نطاق',
  'type.email-addr': 'عنوان بريد', 'type.email-message': 'رسالة بريد', 'type.file': 'ملفّ', 'type.ipv4-addr': 'عنوان IPv4', 'type.ipv6-addr': 'عنوان IPv6',
  'type.mac-addr': 'عنوان MAC', 'type.mutex': 'قفل تزامن', 'type.network-traffic': 'حركة شبكة', 'type.process': 'عملية', 'type.software': 'برنامج',
  'type.url': 'عنوان URL', 'type.user-account': 'حساب مستخدم', 'type.windows-registry-key': 'مفتاح في سجلّ Windows', 'type.x509-certificate': 'شهادة X.509',
} satisfies Same<typeof english>
