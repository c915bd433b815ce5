/* The table of steps: rows are made as text, a thousand at a time; what is behind a step is shown when it is asked for. */
import { by, contents } from './labels.js'
import { begin, on } from './view.js'

const CHUNK = 1000
const rows = contents.steps[0]
let shown = []

function element (name, text, kind) {
  const made = document.createElement(name)
  if (text !== undefined) made.textContent = text
  if (kind) made.className = kind
  return made
}

function row (step) {
  const line = element('tr', undefined, step.m === false ? 'surprising' : step.x === false && step.m ? 'near' : '')
  line.id = `step-${step.n}`
  const number = element('th', step.n)
  number.scope = 'row'
  line.append(number)
  const cells = [['action', step.a], ['predicted', step.p], ['happened', step.h ?? 'the record ends here'], ['surprise', step.s === undefined ? '-' : step.u ? 'not scored' : step.s.toFixed(2)]]
  for (const [label, value] of cells) {
    const cell = element('td', value, label)
    cell.dataset.label = label
    line.append(cell)
  }
  const more = element('td', undefined, 'act')
  const button = element('button', 'more')
  button.type = 'button'
  button.setAttribute('aria-expanded', 'false')
  button.setAttribute('aria-label', `More about step ${step.n}`)
  button.addEventListener('click', () => toggle(line, step, button))
  more.append(button)
  line.append(more)
  return line
}

function toggle (line, step, button) {
  const open = button.getAttribute('aria-expanded') === 'true'
  button.setAttribute('aria-expanded', String(!open))
  if (open) return line.nextSibling.remove()
  const detail = element('tr', undefined, 'detail')
  const cell = element('td')
  cell.colSpan = 6
  const list = element('dl')
  const facts = [['all that it might do', step.branches], ['said by', step.sources], ['wrong about', step.wrong], ['altered, not predicted', step.missed],
    ['predicted, did not happen', step.imagined], ['took', step.t && [step.t]], ['the world by itself', step.e && [step.e]],
    ['body off by', step.off === undefined ? null : [`${step.off} blocks`]], ['disputes', step.disputes]]
  for (const [name, values] of facts) {
    if (!values || !values.length) continue
    list.append(element('dt', name))
    for (const value of values) list.append(element('dd', value))
  }
  const see = element('button', 'show in 3D')
  see.type = 'button'
  see.addEventListener('click', () => reveal(step.n, true))
  cell.append(list, ...(on.view ? [see] : []))
  detail.append(cell)
  line.after(detail)
}

function fill (from) {
  const body = by('rows')
  if (!from) body.replaceChildren()
  body.append(...shown.slice(from, from + CHUNK).map(row))
  by('more').hidden = from + CHUNK >= shown.length
  by('shown').textContent = `${shown.length} of ${rows.length}`
}

function filter () {
  const word = by('find').value.trim().toLowerCase()
  const only = by('only').checked
  shown = rows.filter(step => (!only || step.m === false) && (!word || `${step.n} ${step.a} ${step.p} ${step.h ?? ''}`.toLowerCase().includes(word)))
  fill(0)
}

/* Bring the slider to a step, and its row or the picture into sight. */
function reveal (number, picture, cell) {
  const index = rows.findIndex(step => step.n === number)
  if (index < 0) return
  if (on.view) {
    const first = document.querySelector('input[name=run]')
    if (first && !first.checked) first.click()
    if (picture) on.view.lead(index + 1, cell)
    else on.view.point(index + 1)
  }
  if (!picture && !by(`step-${number}`)) {
    by('only').checked = false
    by('find').value = ''
    filter()
    while (!by(`step-${number}`) && !by('more').hidden) fill(by('rows').querySelectorAll('tr[id]').length)
  }
  const goal = picture ? by('view') : by(`step-${number}`)
  goal.scrollIntoView({ block: picture ? 'start' : 'center' })
  if (!picture) {
    for (const old of document.querySelectorAll('tr.here')) old.classList.remove('here')
    goal.classList.add('here')
  }
}

by('only').addEventListener('change', filter)
by('find').addEventListener('input', filter)
by('more').addEventListener('click', () => fill(by('rows').querySelectorAll('tr[id]').length))
for (const link of document.querySelectorAll('a[data-step]')) {
  link.addEventListener('click', event => {
    event.preventDefault()
    reveal(Number(link.dataset.step), Boolean(link.closest('.wrong')) && Boolean(on.view), link.dataset.cell)
  })
}
for (const drawing of document.querySelectorAll('.dag')) {
  drawing.style.minWidth = `${Math.min(drawing.viewBox.baseVal.width, Math.max(320, drawing.viewBox.baseVal.width * 0.7))}px`
  drawing.style.maxWidth = '100%'
  drawing.style.height = 'auto'
}
filter()
begin()
