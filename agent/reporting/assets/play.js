/* The button that moves the slider by itself. */
import { by } from './labels.js'

export function player (view, slider) {
  let timer = null
  const button = by('play')
  const stop = () => {
    clearInterval(timer)
    timer = null
    button.textContent = '▶'
    button.setAttribute('aria-label', 'Play')
  }
  button.addEventListener('click', () => {
    if (timer) return stop()
    if (slider.value === slider.max) slider.value = 0
    button.textContent = '⏸'
    button.setAttribute('aria-label', 'Pause')
    timer = setInterval(() => {
      slider.value = Number(slider.value) + 1
      view.show()
      if (slider.value === slider.max) stop()
    }, Math.max(40, Math.min(400, 15000 / Math.max(1, Number(slider.max)))))
  })
  slider.addEventListener('pointerdown', stop)
}
