/**
 * The time that is left until a moment, second by second; without this script the page says the moment itself. `data-now` is the
 * hub's own moment as it made the page: a reader's clock that is wrong changes nothing. `data-days` is the page's sign for days.
 */
export function bringCountdown(): void {
  for (const clock of document.querySelectorAll<HTMLElement>('[data-countdown]')) {
    const until = Date.parse(clock.dataset['countdown'] ?? '')
    if (Number.isNaN(until)) continue
    const asTheHub = Date.parse(clock.dataset['now'] ?? '') - Date.now() || 0
    const days = clock.dataset['days']
    const tick = () => {
      const left = Math.max(0, Math.ceil((until - Date.now() - asTheHub) / 1000))
      clock.textContent = days === undefined || left < 86_400 ? hours(left) : `${Math.floor(left / 86_400)} ${days} ${hours(left % 86_400)}`
      if (left > 0) setTimeout(tick, 1000)
    }
    const place = clock.closest<HTMLElement>('[data-needs-script]')
    if (place) place.hidden = false
    tick()
  }
}

const hours = (left: number): string => [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60].map((part) => String(part).padStart(2, '0')).join(':')
