/** The time that is left until a moment, second by second; without this script the page says the moment itself. */
export function bringCountdown(): void {
  for (const clock of document.querySelectorAll<HTMLElement>('[data-countdown]')) {
    const until = Date.parse(clock.dataset['countdown'] ?? '')
    if (Number.isNaN(until)) continue
    const tick = () => {
      const left = Math.max(0, Math.ceil((until - Date.now()) / 1000))
      const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60].map((part) => String(part).padStart(2, '0'))
      clock.textContent = parts.join(':')
      if (left > 0) setTimeout(tick, 1000)
    }
    const place = clock.closest<HTMLElement>('[data-needs-script]')
    if (place) place.hidden = false
    tick()
  }
}
