/* What is written around the picture: the colours' names, the step in words, the marks under the slider. */

export const KINDS = {
  as: { colour: '#1f9e89', text: 'as dreamed' },
  only: { colour: '#e8710a', text: 'happened, not dreamed' },
  not: { colour: '#a050d8', text: 'dreamed, did not happen' },
  env: { colour: '#c9a400', text: 'by the world itself' }
}
export const contents = JSON.parse(document.getElementById('contents').textContent)
export const by = id => document.getElementById(id)

export function legend (mode, counts) {
  const list = by('legend')
  list.replaceChildren()
  if (mode !== 'difference') return
  for (const [kind, { colour, text }] of Object.entries(KINDS)) {
    const item = document.createElement('li')
    const dot = document.createElement('i')
    dot.style.background = colour
    item.append(dot, `${text}: ${counts[kind]}`)
    list.append(item)
  }
}

export function caption (k, step, all) {
  by('at').textContent = `${k} / ${all}`
  by('slider').setAttribute('aria-valuetext', step ? `step ${step.n} of ${all}` : 'before the first step')
  const line = by('caption')
  line.replaceChildren()
  if (!step) {
    line.textContent = all ? 'Before the first step.' : 'Nothing was done.'
    return
  }
  line.classList.toggle('surprising', step.m === false)
  const parts = [[`Step ${step.n}`, step.a], ['dreamed', step.p], ['happened', step.h ?? 'the record ends here']]
  if (step.m === false && step.wrong.length) parts.push(['wrong about', step.wrong.join(', ')])
  if (step.e) parts.push(['the world by itself', step.e])
  for (const [name, value] of parts) {
    const row = document.createElement('span')
    const key = document.createElement('b')
    key.textContent = `${name} `
    row.append(key, value)
    line.append(row)
  }
}

/* Ticks under the slider, where reality was not as dreamed. */
export function marks (steps) {
  const drawing = by('marks')
  drawing.replaceChildren()
  drawing.setAttribute('viewBox', `0 0 ${Math.max(1, steps.length)} 1`)
  steps.forEach((step, number) => {
    if (step.m !== false) return
    const tick = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
    for (const [key, value] of Object.entries({ x: number + 1 - steps.length / 500, y: 0, width: steps.length / 250, height: 1 })) tick.setAttribute(key, value)
    drawing.append(tick)
  })
}
