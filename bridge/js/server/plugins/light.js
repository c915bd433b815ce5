'use strict'
/**
 * Light, worked out where it is asked for (Minecraft Wiki, "Light"; numbers in rules/light.json). What clients see is what their chunks carry: this is for
 * the rules of the world.
 *
 * serv.light.at(x, y, z)     { sky, block }, each 0 to 15, before the time of day
 * serv.light.now(x, y, z)    the light that crops and creatures go by: block light, or sky light less the darkness of night and weather
 * serv.light.sky, .block     one of the two; serv.light.open(x, y, z): nothing above takes light away
 * serv.light.height(x, z)    the lowest cell of a column of cells that is open to the sky
 * serv.light.darkness()      what is taken from sky light now: 0 by day, 11 at midnight
 *
 * Block light is kept for sections of 16 * 16 * 16 near something that shines; sky light is looked for from the cell outwards, at most 14 steps.
 */

const rules = require('../rules')('light')

const SIDES = [[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]]
const REACH = 15
/** A side of the box around a section that its light can come from; of the one around a cell. */
const WIDE = 16 + 2 * REACH
const BOX = 2 * REACH + 1
/** Answers that are kept at most, and for how many ticks: columns may be loaded meanwhile. */
const MOST = 5000
const OLD = 200

module.exports.server = serv => {
  const opacity = []
  const emission = []
  const known = new WeakMap() // column -> { heights, lowest, lamps }
  const lit = new Map() // 'x,y,z' of a section -> { levels or null: none, columns, checked }
  const found = new Map() // 'x,y,z' of a cell -> sky light
  let emptied = 0
  const wide = new Uint8Array(WIDE ** 3)
  const box = new Uint8Array(BOX ** 3)

  serv.light = { at: (x, y, z) => ({ sky: sky(x, y, z), block: block(x, y, z) }), now, sky, block, open, height, darkness }

  serv.once('pluginsReady', () => {
    for (const info of serv.registry.blocksArray) {
      for (let state = info.minStateId; state <= info.maxStateId; state++) {
        opacity[state] = Math.min(15, info.filterLight ?? (info.transparent ? 0 : 15))
        emission[state] = emitted(info, state)
      }
    }
  })

  function emitted (info, state) {
    const rule = rules.emits[info.name]
    if (typeof rule === 'number') return rule
    const properties = info.states.length && (rule || info.emitLight) ? serv.states.properties(state) : {}
    if (rule) return Object.entries(rule).reduce((level, [property, levels]) => Math.max(level, levels[String(properties[property])] ?? 0), 0)
    return properties.lit === false ? 0 : info.emitLight ?? 0
  }

  function now (x, y, z) {
    return Math.max(block(x, y, z), sky(x, y, z) - darkness())
  }

  /** As vanilla: nothing while the sun is well up, growing with the dusk. */
  function darkness () {
    const turn = ((serv.time % 24000) / 24000 + 0.75) % 1
    const angle = turn + (0.5 - Math.cos(turn * Math.PI) / 2 - turn) / 3
    const day = 0.5 + 2 * Math.max(-0.25, Math.min(0.25, Math.cos(angle * 2 * Math.PI)))
    return Math.floor((1 - day * (rules.weather[serv.weather] ?? 1)) * rules.night)
  }

  const taken = (x, y, z) => {
    const state = serv.cells.at(x, y, z)
    return state === null ? 15 : opacity[state]
  }

  /** Of a column: from which height on it is open to the sky, and what shines in it. */
  function about (column) {
    let record = known.get(column)
    if (record) return record
    const heights = new Int16Array(256)
    let top = column.sections.length - 1
    while (top > 0 && column.sections[top].solidBlockCount === 0) top--
    const from = serv.cells.MIN_Y + top * 16 + 15
    for (let i = 0; i < 256; i++) heights[i] = openFrom(column, i, from)
    record = { heights, lowest: Math.min(...heights), lamps: null }
    known.set(column, record)
    return record
  }

  /** From which height on a column of cells is open, when it is from `from` on. `i`: z * 16 + x. */
  function openFrom ({ sections }, i, from) {
    let y = from - serv.cells.MIN_Y
    for (; y >= 0; y--) {
      const { data, solidBlockCount } = sections[y >> 4]
      if (solidBlockCount === 0) y &= ~15
      else if (opacity[data.get((y & 15) << 8 | i)] > 0) break
    }
    return y + 1 + serv.cells.MIN_Y
  }

  /** [x, y, z within the column, level] of all that shines. */
  function lampsOf (column) {
    const record = about(column)
    record.lamps ??= lampsIn(column)
    return record.lamps
  }

  function lampsIn (column) {
    const lamps = new Map()
    for (const [n, section] of column.sections.entries()) {
      const palette = section.data.palette ?? (section.data.value === undefined ? null : [section.data.value])
      if (palette && !palette.some(state => emission[state] > 0)) continue
      for (let i = 0; i < 4096; i++) {
        const level = emission[section.data.get(i)]
        if (level > 0) lamps.set((n << 12) | i, [i & 15, serv.cells.MIN_Y + n * 16 + (i >> 8), (i >> 4) & 15, level])
      }
    }
    return lamps
  }

  serv.on('cellChanged', ({ x, y, z }, before, after) => {
    const dims = opacity[before] !== opacity[after]
    if (!dims && emission[before] === emission[after]) return
    const record = known.get(serv.overworld.getLoadedColumn(x >> 4, z >> 4))
    if (record) {
      const column = serv.overworld.getLoadedColumn(x >> 4, z >> 4)
      const at = ((z & 15) << 4) | (x & 15)
      const key = ((y - serv.cells.MIN_Y) << 8) | at
      record.lamps?.delete(key)
      if (emission[after] > 0) record.lamps?.set(key, [x & 15, y, z & 15, emission[after]])
      const before = record.heights[at]
      if (opacity[after] > 0) record.heights[at] = Math.max(before, y + 1)
      else if (y === before - 1) record.heights[at] = openFrom(column, at, y)
      record.lowest = Math.min(record.lowest, record.heights[at])
    }
    if (dims) found.clear()
    if (lit.size === 0) return
    const shines = emission[before] !== emission[after]
    for (let sx = (x - REACH) >> 4; sx <= (x + REACH) >> 4; sx++) {
      for (let sy = (y - REACH) >> 4; sy <= (y + REACH) >> 4; sy++) {
        for (let sz = (z - REACH) >> 4; sz <= (z + REACH) >> 4; sz++) {
          const key = `${sx},${sy},${sz}`
          if (shines || lit.get(key)?.levels) lit.delete(key)
        }
      }
    }
  })

  function block (x, y, z) {
    const key = `${x >> 4},${y >> 4},${z >> 4}`
    let section = lit.get(key)
    if (section && section.checked !== serv.tickCount) {
      if (columnsAround(x >> 4, z >> 4).some((column, i) => column !== section.columns[i])) section = undefined
      else section.checked = serv.tickCount
    }
    if (!section) {
      if (lit.size >= MOST) lit.clear()
      const columns = columnsAround(x >> 4, z >> 4)
      section = { levels: spread(x >> 4, y >> 4, z >> 4, columns), columns, checked: serv.tickCount }
      lit.set(key, section)
    }
    return section.levels ? section.levels[((y & 15) << 8) | ((z & 15) << 4) | (x & 15)] : 0
  }

  function columnsAround (cx, cz) {
    const out = []
    for (let dx = -1; dx <= 1; dx++) for (let dz = -1; dz <= 1; dz++) out.push(serv.overworld.getLoadedColumn(cx + dx, cz + dz))
    return out
  }

  /** The block light of a section, from all that shines around it; null: none. */
  function spread (sx, sy, sz, columns) {
    const [x0, y0, z0] = [sx * 16, sy * 16, sz * 16]
    const far = (x, y, z) => Math.max(0, x0 - x, x - x0 - 15) + Math.max(0, y0 - y, y - y0 - 15) + Math.max(0, z0 - z, z - z0 - 15)
    const index = (x, y, z) => ((y - y0 + REACH) * WIDE + z - z0 + REACH) * WIDE + x - x0 + REACH
    const levels = Array.from({ length: 16 }, () => [])
    let any = false
    columns.forEach((column, i) => {
      if (!column) return
      const [ox, oz] = [(sx + Math.floor(i / 3) - 1) * 16, (sz + i % 3 - 1) * 16]
      for (const [x, y, z, level] of lampsOf(column).values()) {
        if (far(ox + x, y, oz + z) >= level) continue
        if (!any) wide.fill(0)
        any = true
        wide[index(ox + x, y, oz + z)] = level
        levels[level].push([ox + x, y, oz + z])
      }
    })
    if (!any) return null
    for (let level = 15; level > 1; level--) {
      for (const [x, y, z] of levels[level]) {
        if (wide[index(x, y, z)] !== level) continue
        for (const [dx, dy, dz] of SIDES) {
          const to = [x + dx, y + dy, z + dz]
          if (far(...to) >= level - 1) continue
          const at = index(...to)
          if (wide[at] >= level - 1) continue
          const left = level - Math.max(1, taken(...to))
          if (left <= wide[at]) continue
          wide[at] = left
          levels[left].push(to)
        }
      }
    }
    const out = new Uint8Array(4096)
    for (let y = 0; y < 16; y++) for (let z = 0; z < 16; z++) for (let x = 0; x < 16; x++) out[(y << 8) | (z << 4) | x] = wide[index(x0 + x, y0 + y, z0 + z)]
    return out
  }

  function height (x, z) {
    const column = serv.overworld.getLoadedColumn(x >> 4, z >> 4)
    return column ? about(column).heights[((z & 15) << 4) | (x & 15)] : Infinity
  }

  function open (x, y, z) {
    return y >= height(x, z)
  }

  function sky (x, y, z) {
    if (y > serv.cells.MAX_Y) return 15
    const column = serv.overworld.getLoadedColumn(x >> 4, z >> 4)
    if (!column || y < serv.cells.MIN_Y) return 0
    if (y >= about(column).heights[((z & 15) << 4) | (x & 15)]) return 15
    if (columnsAround(x >> 4, z >> 4).every(each => !each || y + REACH <= about(each).lowest)) return 0
    if (found.size >= MOST || serv.tickCount - emptied > OLD) {
      found.clear()
      emptied = serv.tickCount
    }
    const key = `${x},${y},${z}`
    let level = found.get(key)
    if (level === undefined) {
      level = sought(x, y, z)
      found.set(key, level)
    }
    return level
  }

  /** The way to the nearest cell under the open sky, as light goes it: backwards, each cell takes at least 1. */
  function sought (x0, y0, z0) {
    const cost = taken(x0, y0, z0)
    if (cost >= 15) return 0
    box.fill(255)
    const index = (x, y, z) => ((y - y0 + REACH) * BOX + z - z0 + REACH) * BOX + x - x0 + REACH
    const steps = Array.from({ length: 16 }, () => [])
    steps[0].push([x0, y0, z0, cost])
    box[index(x0, y0, z0)] = 0
    for (let step = 0; step < 15; step++) {
      for (const [x, y, z, own] of steps[step]) {
        if (box[index(x, y, z)] !== step) continue
        if (open(x, y, z)) return 15 - step
        const next = step + Math.max(1, own)
        if (next > 14) continue
        for (const [dx, dy, dz] of SIDES) {
          const to = [x + dx, y + dy, z + dz]
          const at = index(...to)
          if (box[at] <= next) continue
          const other = taken(...to)
          if (other >= 15) continue
          box[at] = next
          steps[next].push([...to, other])
        }
      }
    }
    return 0
  }
}
