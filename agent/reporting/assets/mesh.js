/* Cells to triangles: only the faces that can be seen, darker in corners. */
/* global THREE */
import { LIQUID, PATTERNS, SHAPES } from './look.js'

/* Normal, and the four corners counter-clockwise as seen from outside, in units of the box. */
const FACES = [
  { n: [0, 1, 0], c: [[0, 1, 1], [1, 1, 1], [1, 1, 0], [0, 1, 0]], light: 1 },
  { n: [0, -1, 0], c: [[0, 0, 0], [1, 0, 0], [1, 0, 1], [0, 0, 1]], light: 0.62 },
  { n: [0, 0, 1], c: [[0, 0, 1], [1, 0, 1], [1, 1, 1], [0, 1, 1]], light: 0.9 },
  { n: [0, 0, -1], c: [[1, 0, 0], [0, 0, 0], [0, 1, 0], [1, 1, 0]], light: 0.86 },
  { n: [1, 0, 0], c: [[1, 0, 1], [1, 0, 0], [1, 1, 0], [1, 1, 1]], light: 0.8 },
  { n: [-1, 0, 0], c: [[0, 0, 0], [0, 0, 1], [0, 1, 1], [0, 1, 0]], light: 0.78 }
]
const CORNER = [0.5, 0.68, 0.84, 1]
/* For every corner of a face: the three cells before it that may darken it, as offsets. */
for (const face of FACES) {
  face.dark = face.c.map(corner => {
    const s = corner.map(value => value ? 1 : -1)
    const sides = [0, 1, 2].filter(axis => !face.n[axis]).map(axis => [0, 1, 2].map(other => other === axis ? s[axis] : face.n[other]))
    return [...sides[0], ...sides[1], ...[0, 1, 2].map(axis => face.n[axis] || s[axis])]
  })
}

/* The grid of a scene, and what its numbers mean. */
export class Grid {
  constructor (scene) {
    [this.sx, this.sy, this.sz] = scene.size
    this.looks = [null, null, ...scene.palette.map(one => ({
      name: one.name, colour: new THREE.Color(one.colour), pattern: one.pattern, shape: one.shape, solid: one.shape === 0 && one.pattern !== 5
    }))]
    this.filler = this.looks.length
    this.looks.push({ name: 'never seen', colour: new THREE.Color('#6d5a49'), pattern: 0, shape: 0, solid: true })
    this.cells = new Uint16Array(this.sx * this.sy * this.sz)
    for (let i = 0, at = 0; i < scene.base.length; i += 2) {
      this.cells.fill(scene.base[i + 1], at, at + scene.base[i])
      at += scene.base[i]
    }
    this.fill()
  }

  index (x, y, z) {
    return x < 0 || y < 0 || z < 0 || x >= this.sx || y >= this.sy || z >= this.sz ? -1 : (y * this.sz + z) * this.sx + x
  }

  place (index) {
    const x = index % this.sx
    const rest = (index - x) / this.sx
    return [x, (rest - rest % this.sz) / this.sz, rest % this.sz]
  }

  /* What was never seen below the ground is drawn as earth: a shell one block thick looks like paper. */
  fill () {
    for (let z = 0; z < this.sz; z++) {
      for (let x = 0; x < this.sx; x++) {
        let y = 0
        while (y < this.sy && this.cells[this.index(x, y, z)] < 2) y++
        if (y === this.sy) continue
        const ground = this.looks[this.cells[this.index(x, y, z)]]
        if (!(ground.solid || ground.shape === LIQUID) || ground.pattern === 2 || ground.pattern === 3 || ground.pattern === 1) continue
        while (--y >= 0) if (this.cells[this.index(x, y, z)] === 0) this.cells[this.index(x, y, z)] = this.filler
      }
    }
  }
}

/* The colour of a face: grass is green above and earth at its sides, a log is pale where it is cut. */
function tint (look, face, out) {
  out.copy(look.colour)
  if (look.name === 'grass_block' && face.n[1] !== 1) out.set('#8a6444')
  else if (look.pattern === 2 && face.n[1]) out.lerp(PALE, 0.55)
  return out
}
let PALE

/* Triangles of some cells. `cells`: the numbers of all cells; `paint(index)`: another colour, or null. */
export function mesh (grid, indices, cells, paint) {
  PALE = PALE || new THREE.Color('#c9a871')
  const { sx, sy, sz, looks } = grid
  const solid = (x, y, z) => {
    if (x < 0 || y < 0 || z < 0 || x >= sx || y >= sy || z >= sz) return 0
    const look = looks[cells[(y * sz + z) * sx + x]]
    return look && look.solid ? 1 : 0
  }
  const parts = [new Part(), new Part()]
  const colour = new THREE.Color()
  for (const index of indices) {
    const look = looks[cells[index]]
    if (!look || look.shape < 0) continue
    const [x, y, z] = grid.place(index)
    const part = parts[look.shape === LIQUID || look.pattern === 5 ? 1 : 0]
    const own = paint ? paint(index) : null
    const cube = look.shape === 0 || look.shape === LIQUID
    for (const face of FACES) {
      const [dx, dy, dz] = face.n
      if (y === 0 && dy === -1) continue
      if (cube && solid(x + dx, y + dy, z + dz)) continue
      if (cube && !look.solid) {
        const next = grid.index(x + dx, y + dy, z + dz)
        if (next >= 0 && looks[cells[next]] === look) continue
      }
      part.quad(x, y, z, SHAPES[look.shape], face, look.pattern, own ? colour.copy(own) : tint(look, face, colour), cube ? solid : null)
    }
  }
  return parts.map(part => part.geometry())
}

/* Quads that become one geometry. */
class Part {
  constructor () {
    this.position = []
    this.normal = []
    this.color = []
    this.uv = []
    this.indices = []
  }

  quad (x, y, z, box, face, pattern, colour, solid) {
    const first = this.position.length / 3
    const light = [1, 1, 1, 1]
    for (let number = 0; number < 4; number++) {
      const corner = face.c[number]
      this.position.push(x + box[corner[0] * 3], y + box[corner[1] * 3 + 1], z + box[corner[2] * 3 + 2])
      this.normal.push(face.n[0], face.n[1], face.n[2])
      if (solid) {
        const d = face.dark[number]
        const a = solid(x + d[0], y + d[1], z + d[2])
        const b = solid(x + d[3], y + d[4], z + d[5])
        light[number] = CORNER[a && b ? 0 : 3 - a - b - solid(x + d[6], y + d[7], z + d[8])]
      }
      const bright = face.light * light[number]
      this.color.push(colour.r * bright, colour.g * bright, colour.b * bright)
      this.uv.push(number === 0 || number === 3 ? 0.02 : 0.98, 1 - (pattern + (number < 2 ? 0.98 : 0.02)) / PATTERNS.length)
    }
    const turned = light[0] + light[2] > light[1] + light[3] ? 0 : 1
    for (const corner of [0, 1, 2, 0, 2, 3]) this.indices.push(first + (corner + turned) % 4)
  }

  geometry () {
    const made = new THREE.BufferGeometry()
    for (const [name, size] of [['position', 3], ['normal', 3], ['color', 3], ['uv', 2]]) {
      made.setAttribute(name, new THREE.BufferAttribute(new Float32Array(this[name]), size))
    }
    made.setIndex(this.indices)
    return made
  }
}

/* The edges of some cells, as lines. */
export function edges (grid, indices, grow) {
  const points = []
  const at = [-grow, 1 + grow]
  for (const index of indices) {
    const place = grid.place(index)
    for (let axis = 0; axis < 3; axis++) {
      for (const u of at) {
        for (const v of at) {
          for (const w of at) {
            const p = [0, 0, 0]
            p[axis] = w
            p[(axis + 1) % 3] = u
            p[(axis + 2) % 3] = v
            points.push(place[0] + p[0], place[1] + p[1], place[2] + p[2])
          }
        }
      }
    }
  }
  const geometry = new THREE.BufferGeometry()
  geometry.setAttribute('position', new THREE.BufferAttribute(new Float32Array(points), 3))
  return geometry
}
