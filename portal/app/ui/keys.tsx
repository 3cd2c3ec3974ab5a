/** The keys of the working face. */
import { useWords } from './visit.tsx'

const KEYS = [
  { keys: ['Ctrl K', '⌘ K'], says: 'keys.palette' },
  { keys: ['/'], says: 'keys.search' },
  { keys: ['j', 'k'], says: 'keys.rows' },
  { keys: ['?'], says: 'keys.help' },
  { keys: ['Esc'], says: 'keys.escape' },
] as const

export function KeysTable() {
  const { t } = useWords()
  return (
    <table className="table">
      <caption className="sr">{t('keys.title')}</caption>
      <thead><tr><th scope="col">{t('keys.key')}</th><th scope="col">{t('keys.does')}</th></tr></thead>
      <tbody>
        {KEYS.map(({ keys, says }) => (
          <tr key={says}>
            <th scope="row">{keys.map((key, i) => <span key={key}>{i > 0 && ' '}<kbd>{key}</kbd></span>)}</th>
            <td>{t(says)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
