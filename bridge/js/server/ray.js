'use strict'
/** What a straight line meets first among blocks: the server's own look along a player's gaze. */

/** Outlines of what has no body: [least, highest] of x and z, height. (Minecraft's own, or near them.) */
const FLAT = [0, 1, 1 / 16]
const OUTLINES = [[/carpet$|^(rail|.*_rail|redstone_wire|repeater|comparator|snow|.*_pressure_plate|lily_pad|pink_petals)$/, FLAT], [/torch$/, [0.4, 0.6, 0.625]], [/^(fire|soul_fire|vine|.*_button|lever|ladder)$/, [0, 1, 1]]]
const PLANT = [1 / 8, 7 / 8, 13 / 16]

/** The boxes by which a state can be clicked. Air and liquids have none. */
function outline (serv, state) {
  const name = serv.states.name(state)
  if (/^(air|cave_air|void_air|water|lava|bubble_column|light|structure_void)$/.test(name)) return []
  const boxes = serv.states.boxes(state)
  if (boxes.length) return boxes
  const [low, high, top] = OUTLINES.find(([names]) => names.test(name))?.[1] ?? PLANT
  return [[low, 0, low, high, top, high]]
}

/**
 * @param {{ x, y, z }} from
 * @param {number[]} way unit vector
 * @param {number} length
 * @param {(x: number, y: number, z: number) => number[][]} boxesAt boxes within the cell
 * @returns {{ cell: number[], normal: number[], distance: number } | null} the first box that is met, and which side of it
 */
function cast (from, way, length, boxesAt) {
  const at = [from.x, from.y, from.z]
  const cell = at.map(Math.floor)
  const step = way.map(Math.sign)
  const per = way.map(v => v === 0 ? Infinity : Math.abs(1 / v))
  const next = at.map((v, i) => per[i] === Infinity ? Infinity : (step[i] > 0 ? cell[i] + 1 - v : v - cell[i]) * per[i])
  for (;;) {
    const hits = boxesAt(...cell).map(box => meets(at, way, box.map((v, i) => v + cell[i % 3]))).filter(hit => hit && hit.distance <= length)
    if (hits.length) return { cell, ...hits.reduce((a, b) => b.distance < a.distance ? b : a) }
    const axis = next.indexOf(Math.min(...next))
    if (next[axis] > length) return null
    cell[axis] += step[axis]
    next[axis] += per[axis]
  }
}

function meets (at, way, box) {
  let [enter, leave, axis] = [-Infinity, Infinity, 0]
  for (let i = 0; i < 3; i++) {
    if (way[i] === 0) {
      if (at[i] <= box[i] || at[i] >= box[i + 3]) return null
      continue
    }
    const [a, b] = [(box[i] - at[i]) / way[i], (box[i + 3] - at[i]) / way[i]]
    if (Math.min(a, b) > enter) [enter, axis] = [Math.min(a, b), i]
    leave = Math.min(leave, Math.max(a, b))
  }
  if (enter > leave || leave < 0 || enter < 0) return null
  return { distance: enter, normal: [0, 1, 2].map(i => i === axis ? -Math.sign(way[i]) : 0) }
}

module.exports = { cast, outline }
