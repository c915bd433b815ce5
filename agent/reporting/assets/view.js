/* The place in 3D: a slider over the steps, and a switch between what was dreamed, what is, and where they differ. */
/* global THREE */
import { KINDS, by, caption, contents, legend, marks } from './labels.js'
import { atlas } from './look.js'
import { edges, mesh } from './mesh.js'
import { Place } from './place.js'
import { player } from './play.js'

class View {
  constructor (places, steps) {
    this.places = places
    this.steps = steps
    this.run = 0
    this.mode = 'reality'
    const canvas = by('canvas')
    this.renderer = new THREE.WebGLRenderer({ canvas, antialias: true, alpha: true, preserveDrawingBuffer: true })
    this.renderer.setPixelRatio(Math.min(window.devicePixelRatio || 1, 2))
    this.renderer.shadowMap.enabled = true
    this.renderer.shadowMap.type = THREE.PCFShadowMap
    this.renderer.shadowMap.autoUpdate = false
    this.stage = new THREE.Scene()
    this.camera = new THREE.PerspectiveCamera(38, 1, 0.1, 600)
    this.controls = new THREE.OrbitControls(this.camera, canvas)
    this.controls.maxPolarAngle = Math.PI * 0.495
    this.controls.enablePan = true
    this.controls.addEventListener('change', () => this.draw())
    const map = atlas()
    this.materials = [new THREE.MeshLambertMaterial({ map, vertexColors: true }),
      new THREE.MeshLambertMaterial({ map, vertexColors: true, transparent: true, opacity: 0.72 })]
    this.faint = new THREE.MeshLambertMaterial({ vertexColors: true })
    this.sun = new THREE.DirectionalLight('#fff2dd', 2.1)
    this.sun.castShadow = true
    this.sun.shadow.mapSize.set(1024, 1024)
    this.sun.shadow.bias = -0.0006
    this.sun.shadow.normalBias = 0.04
    this.stage.add(this.sun, this.sun.target, new THREE.HemisphereLight('#dcecff', '#8b7a66', 1.9))
    this.land = new THREE.Group()
    this.changing = new THREE.Group()
    this.stage.add(this.land, this.changing)
    new window.ResizeObserver(() => this.resize()).observe(canvas.parentElement)
    this.choose(0)
  }

  get place () { return this.places[this.run] }

  /* Show another run. */
  choose (run) {
    this.run = run
    this.land.clear()
    this.place.still.forEach((part, number) => this.land.add(this.body(part, number)))
    const slider = by('slider')
    slider.max = this.place.scene.moments.length
    slider.value = slider.max
    by('scene-note').textContent = this.place.scene.note
    marks(this.steps[run])
    this.look()
    this.show()
  }

  body (geometry, number, material = this.materials[number]) {
    const thing = new THREE.Mesh(geometry, material)
    thing.castShadow = number === 0
    thing.receiveShadow = true
    return thing
  }

  /* From the start: at the house, beside its door if nothing stands before it. A door faces inwards. */
  look () {
    const { focus, reach, front } = this.place.scene
    const door = { south: Math.PI, west: Math.PI / 2, north: 0, east: -Math.PI / 2 }[front] ?? 0.3
    const away = 8 + Math.min(Math.max(reach, 7), 40) * (this.camera.aspect < 1 ? 2.5 : 1.75)
    const from = angle => [focus[0] + Math.sin(angle) * away * 0.82, focus[1] + away * 0.58, focus[2] + Math.cos(angle) * away * 0.82]
    const sights = this.place.sights()
    let turn = door
    let fewest = Infinity
    for (const beside of [0.55, -0.55, 0.85, -0.85, 0.25, -0.25, 1.3, -1.3, 2.2, -2.2, 2.9]) {
      const hidden = this.place.hidden(from(door + beside), sights, this.place.grid.cells, index => this.place.touched.has(index)) + Math.abs(beside) * 12
      if (hidden < fewest) [fewest, turn] = [hidden, door + beside]
    }
    const target = new THREE.Vector3(...focus)
    this.controls.target.copy(target)
    this.camera.position.set(...from(turn))
    this.shine(turn)
    this.controls.update()
    this.draw()
  }

  /* The sun stands beside whoever looks from this angle. */
  shine (angle) {
    const { focus, size } = this.place.scene
    const wide = Math.max(...size) * 0.75
    this.sun.target.position.set(...focus)
    this.sun.position.set(focus[0] + Math.sin(angle + 0.9) * 50, focus[1] + 60, focus[2] + Math.cos(angle + 0.9) * 50)
    Object.assign(this.sun.shadow.camera, { left: -wide, right: wide, top: wide, bottom: -wide, near: 1, far: 200 })
    this.sun.shadow.camera.updateProjectionMatrix()
    this.renderer.shadowMap.needsUpdate = true
  }

  /* Show what went otherwise than dreamed in a step: the difference, where blocks were altered or were to be. `cell`: 'x,y,z' of the world. */
  lead (k, cell) {
    const { dream, deed, found } = this.place.scene.moments[k - 1]
    this.mode = cell || dream.length || deed.length || found.length ? 'difference' : 'reality'
    document.querySelector(`input[name=mode][value=${this.mode}]`).checked = true
    this.point(k, cell && cell.split(',').map(Number))
  }

  /* Show where a step alters something, or a cell by its place in the world, from the side on which nothing hides it. */
  point (k, cell) {
    const { grid, scene } = this.place
    const moment = scene.moments[k - 1]
    const there = cell ? grid.index(...cell.map((value, axis) => value - scene.origin[axis])) : -1
    const [first] = there < 0 ? [...moment.dream, ...moment.deed, ...moment.found] : [[there]]
    const spot = first ? grid.place(first[0]).map(value => value + 0.5) : this.place.body(k, 'body')
    this.pointed = k
    by('slider').value = k
    this.show()
    if (!spot) return
    const sights = first ? [spot] : [0.4, 1.6].map(up => [spot[0], spot[1] + up, spot[2]])
    const cells = grid.cells.slice()
    for (const [index, number] of this.place.after(k)[1]) cells[index] = number
    const own = first ? first[0] : -1
    let best = [Infinity]
    for (let angle = 0; angle < 2 * Math.PI; angle += Math.PI / 8) {
      for (const up of [0.4, 0.75, 1.2]) {
        const eye = [spot[0] + Math.sin(angle) * Math.cos(up) * 15, spot[1] + Math.sin(up) * 15, spot[2] + Math.cos(angle) * Math.cos(up) * 15]
        const hidden = this.place.hidden(eye, sights, cells, index => index === own)
        if (hidden < best[0]) best = [hidden, eye, angle]
      }
    }
    this.controls.target.set(...spot)
    this.camera.position.set(...best[1])
    this.shine(best[2])
    this.controls.update()
    this.draw()
  }

  resize () {
    const { clientWidth: width, clientHeight: height } = by('canvas')
    if (!width || !height) return
    this.renderer.setSize(width, height, false)
    this.camera.aspect = width / height
    this.camera.updateProjectionMatrix()
    this.draw()
  }

  /* Everything that the slider and the switches change. */
  show () {
    const k = Number(by('slider').value)
    const { grid, scene, touched, still, colours, greys } = this.place
    const [dream, real, env] = this.place.after(k)
    const base = index => grid.cells[index]
    const dreamed = index => dream.get(index) ?? base(index)
    const is = index => real.get(index) ?? base(index)
    const differ = this.mode === 'difference'
    still.forEach((part, number) => part.setAttribute('color', differ ? greys[number] : colours[number]))
    this.land.children.forEach((part, number) => { part.material = differ && !number ? this.faint : this.materials[number] })
    this.changing.traverse(thing => thing.geometry && thing.geometry.dispose())
    this.changing.clear()
    const counts = { as: 0, only: 0, not: 0, env: 0 }
    const kinds = new Map()
    if (differ) {
      for (const index of touched) {
        const [a, b, was] = [dreamed(index), is(index), base(index)]
        const kind = a === b ? (b === was ? null : env.get(index) ? 'env' : 'as') : b === was || (env.has(index) && a !== was) ? 'not' : env.has(index) ? 'env' : 'only'
        if (kind) {
          kinds.set(index, kind)
          counts[kind]++
        }
      }
    }
    const cells = grid.cells.slice()
    for (const index of touched) {
      const dreamt = this.mode === 'dream' || (kinds.get(index) === 'not' && is(index) < 2)
      cells[index] = dreamt ? dreamed(index) : is(index)
    }
    const shades = Object.fromEntries(Object.entries(KINDS).map(([kind, { colour }]) => [kind, new THREE.Color(colour)]))
    const plain = new THREE.Color('#8b8b8b')
    const paint = differ ? index => shades[kinds.get(index)] ?? plain : null
    mesh(grid, [...touched].filter(index => !differ || kinds.has(index)), cells, paint).forEach((part, number) => this.changing.add(this.body(part, number)))
    if (differ) {
      const [rest] = mesh(grid, [...touched].filter(index => !kinds.has(index)), cells, paint)
      this.changing.add(this.body(rest, 0, this.faint))
    }
    for (const kind of Object.keys(KINDS)) {
      const free = [...kinds].filter(([index, its]) => its === kind && cells[index] < 2).map(([index]) => index)
      if (free.length) this.line(edges(grid, free, -0.12), KINDS[kind].colour, kind === 'env' ? 0.35 : 0.9)
    }
    if (this.mode === 'dream' && scene.plan.length) this.line(edges(grid, scene.plan.map(([index]) => index).filter(index => dreamed(index) < 2), 0), '#7d9fff', 0.35)
    const moment = scene.moments[k - 1]
    if (moment && (k < scene.moments.length || k === this.pointed)) {
      const now = this.mode === 'dream' ? moment.dream : [...(this.mode === 'reality' ? moment.env : moment.dream), ...moment.deed, ...moment.found]
      this.line(edges(grid, [...new Set(now.map(([index]) => index))], 0.02), '#ffd54a', 1)
    }
    this.people(k)
    legend(this.mode, counts)
    caption(k, this.steps[this.run][k - 1], this.steps[this.run].length)
    this.renderer.shadowMap.needsUpdate = true
    this.draw()
  }

  line (geometry, colour, opacity) {
    this.changing.add(new THREE.LineSegments(geometry, new THREE.LineBasicMaterial({ color: colour, transparent: opacity < 1, opacity })))
  }

  people (k) {
    const real = this.place.body(k, 'body')
    const dreamed = this.place.body(k, 'dreamed_body')
    if (this.mode === 'dream') this.figure(dreamed, ['#6f86c9', '#4d5f9c', '#d8b08c'], 1)
    else this.figure(real, ['#2a9d9d', '#3b4a8c', '#c68f6a'], 1)
    if (this.mode === 'difference' && dreamed && real && Math.hypot(...dreamed.map((value, axis) => value - real[axis])) > 0.5) {
      this.figure(dreamed, [KINDS.not.colour, KINDS.not.colour, KINDS.not.colour], 0.5)
    }
  }

  figure (at, colours, opacity) {
    if (!at) return
    const parts = [[0.5, 0.65, 0.26, 1.05, colours[0]], [0.42, 0.72, 0.24, 0.36, colours[1]], [0.46, 0.46, 0.46, 1.6, colours[2]]]
    for (const [width, height, deep, y, colour] of parts) {
      const part = new THREE.Mesh(new THREE.BoxGeometry(width, height, deep), new THREE.MeshLambertMaterial({ color: colour, transparent: opacity < 1, opacity }))
      part.position.set(at[0], at[1] + y, at[2])
      part.castShadow = opacity === 1
      this.changing.add(part)
    }
  }

  draw () {
    if (this.waiting) return
    this.waiting = true
    window.requestAnimationFrame(() => {
      this.waiting = false
      this.renderer.render(this.stage, this.camera)
      document.documentElement.dataset.frames = Number(document.documentElement.dataset.frames || 0) + 1
    })
  }

  /* Turn by an angle, and come nearer by a factor: for keys and buttons. */
  move (turn, tilt, nearer) {
    const away = this.camera.position.clone().sub(this.controls.target)
    const flat = Math.hypot(away.x, away.z)
    const angle = Math.atan2(away.x, away.z) + turn
    const up = Math.min(1.5, Math.max(0.03, Math.atan2(away.y, flat) + tilt))
    const far = away.length() * nearer
    away.set(Math.sin(angle) * Math.cos(up) * far, Math.sin(up) * far, Math.cos(angle) * Math.cos(up) * far)
    this.camera.position.copy(this.controls.target).add(away)
    this.controls.update()
    this.draw()
  }
}

function start () {
  const scenes = contents.runs.map(run => run.scene)
  if (!by('canvas') || !scenes[0]) return null
  let view
  try {
    view = new View(scenes.map(scene => scene && new Place(scene)), contents.steps)
  } catch (error) {
    if (!/WebGL/.test(String(error))) throw error
    by('no3d').hidden = false
    by('no3d').textContent = 'This browser has no WebGL, so the place is not drawn. Everything else is below.'
    for (const part of document.querySelectorAll('#canvas, .zoom, .timeline, #view .controls')) part.hidden = true
    return null
  }
  const slider = by('slider')
  slider.addEventListener('input', () => view.show())
  for (const radio of document.querySelectorAll('input[name=mode]')) radio.addEventListener('change', () => { view.mode = radio.value; view.show() })
  for (const radio of document.querySelectorAll('input[name=run]')) {
    if (!view.places[Number(radio.value)]) radio.disabled = true
    radio.addEventListener('change', () => view.choose(Number(radio.value)))
  }
  by('nearer').addEventListener('click', () => view.move(0, 0, 0.8))
  by('farther').addEventListener('click', () => view.move(0, 0, 1.25))
  by('reset').addEventListener('click', () => view.look())
  const keys = { ArrowLeft: [-0.15, 0, 1], ArrowRight: [0.15, 0, 1], ArrowUp: [0, 0.1, 1], ArrowDown: [0, -0.1, 1], '+': [0, 0, 0.85], '-': [0, 0, 1.18] }
  by('canvas').addEventListener('keydown', event => {
    if (event.key === '0') view.look()
    else if (keys[event.key]) view.move(...keys[event.key])
    else return
    event.preventDefault()
  })
  player(view, slider)
  return view
}

/* The view, once there is one. */
export const on = { view: null }

/* Draw the place, after the words: whoever opens the page reads at once. */
export function begin () {
  const next = window.requestAnimationFrame
  next(() => next(() => setTimeout(() => {
    on.view = start()
    const broke = contents.steps[0].findIndex(step => step.n === contents.first)
    if (on.view && broke >= 0) on.view.lead(broke + 1, document.querySelector('.wrong a[data-step]').dataset.cell)
    document.documentElement.dataset.ready = 'yes'
  })))
}
