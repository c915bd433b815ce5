/* One run in its grid: what is dreamed and what is, step by step. */
/* global THREE */
import { Grid, mesh } from './mesh.js'

export class Place {
  constructor (scene) {
    this.scene = scene
    this.grid = new Grid(scene)
    this.touched = new Set()
    for (const moment of scene.moments) for (const [index] of [...moment.dream, ...moment.deed, ...moment.env, ...moment.found]) this.touched.add(index)
    const cells = this.grid.cells.slice()
    for (const index of this.touched) cells[index] = 0
    const rest = []
    for (let index = 0; index < cells.length; index++) if (cells[index] > 1) rest.push(index)
    this.still = mesh(this.grid, rest, cells, null)
    this.colours = this.still.map(part => part.getAttribute('color'))
    this.greys = this.colours.map(grey)
  }

  /* The cells after step `k`: maps from index to number of what was dreamed and what is; and those that the world altered last: true if somebody did who was not seen. */
  after (k) {
    const dream = new Map()
    const real = new Map()
    const env = new Map()
    for (let i = 0; i < k; i++) {
      for (const [index, number] of this.scene.moments[i].dream) dream.set(index, number)
      for (const [index, number] of this.scene.moments[i].deed) {
        real.set(index, number)
        env.delete(index)
      }
      for (const [index, number] of this.scene.moments[i].env) {
        real.set(index, number)
        env.set(index, false)
      }
      for (const [index, number] of this.scene.moments[i].found) {
        real.set(index, number)
        env.set(index, true)
      }
    }
    return [dream, real, env]
  }

  /* What is looked at from the start: the middle of the house and its corners. */
  sights () {
    const { focus, reach } = this.scene
    const half = Math.min(reach, 12) / 2
    return [[0, 0, 0], [half, 0, half], [-half, 0, half], [half, 0, -half], [-half, 0, -half], [0, 2, 0]].map(by => by.map((value, axis) => focus[axis] + value))
  }

  /* How many cells stand between a point and what is to be seen. `free(index)`: those that do not count. */
  hidden (eye, sights, cells, free) {
    let count = 0
    for (const sight of sights) {
      for (let t = 0; t < 1; t += 0.02) {
        const index = this.grid.index(...sight.map((value, axis) => Math.floor(eye[axis] + (value - eye[axis]) * t)))
        if (index >= 0 && cells[index] > 1 && !free(index)) count++
      }
    }
    return count
  }

  /* Where the body stands after step `k`. */
  body (k, which) {
    for (let i = k - 1; i >= 0; i--) {
      const moment = this.scene.moments[i]
      if (which === 'dreamed_body' && i === k - 1 && moment.dreamed_body) return moment.dreamed_body
      if (moment.body) return moment.body
    }
    return this.scene.start
  }
}

function grey (attribute) {
  const out = attribute.array.slice()
  for (let i = 0; i < out.length; i += 3) {
    const value = 0.42 + 0.42 * (0.3 * out[i] + 0.6 * out[i + 1] + 0.1 * out[i + 2])
    out[i] = out[i + 1] = out[i + 2] = value
  }
  return new THREE.BufferAttribute(out, 3)
}
