/** Reports: what reporter, team and hub must have in common, byte for byte. age itself (C2SP) is used by those who encrypt. */
export { base64, parseReceiptCode, printReceiptCode, receiptKeys, sha256Of, type ReceiptKeys } from './reports/code.ts'
export { fileOf, KNOWN, MESSAGE_KIND, MOST_SEALED, printMessage, printReport, readMessage, readReport, REPORT_KIND, REPORT_LIMITS, safeFileName, type MessageContent, type ReportAnswers, type ReportContent, type ReportFile } from './reports/content.ts'
export { parseReceipt, printReceipt, RECEIPT_KIND, reportCommitment, reportSeal, type ReportReceipt } from './reports/receipt.ts'
