'use strict'
/** Boxes among blocks: how far a box can move, and what it touches. Boxes are [x0, y0, z0, x1, y1, z1] in the world. */

/** The box of something that stands at `position` (middle of its bottom), `width` wide and `height` high. */
function boxAt ({ x, y, z }, width, height) {
  return [x - width / 2, y, z - width / 2, x + width / 2, y + height, z + width / 2]
}

/** The same box, larger by dx, dy, dz on both sides. */
function grown ([x0, y0, z0, x1, y1, z1], dx, dy, dz) {
  return [x0 - dx, y0 - dy, z0 - dz, x1 + dx, y1 + dy, z1 + dz]
}

/** Whether two boxes share a volume; touching is not enough. */
function overlap (a, b) {
  for (let axis = 0; axis < 3; axis++) if (a[axis + 3] - b[axis] < 1e-7 || b[axis + 3] - a[axis] < 1e-7) return false
  return true
}

/** The boxes of a block state at a cell, in the world. */
function cellBoxes (serv, state, [x, y, z]) {
  return serv.states.boxes(state).map(b => [b[0] + x, b[1] + y, b[2] + z, b[3] + x, b[4] + y, b[5] + z])
}

/** All collision boxes of blocks that a box may touch. Unloaded cells are solid: nothing falls out of the world. */
function solidsNear (serv, box) {
  const out = []
  for (let x = Math.floor(box[0]); x <= Math.floor(box[3]); x++) {
    for (let y = Math.floor(box[1]) - 1; y <= Math.floor(box[4]); y++) { // fences reach into the cell above
      for (let z = Math.floor(box[2]); z <= Math.floor(box[5]); z++) {
        const state = serv.cells.at(x, y, z)
        if (state === null) {
          if (y >= serv.cells.MIN_Y && y <= serv.cells.MAX_Y) out.push([x, y, z, x + 1, y + 1, z + 1])
        } else if (state !== 0) out.push(...cellBoxes(serv, state, [x, y, z]))
      }
    }
  }
  return out
}

/**
 * Move a box by `step`, stopping at blocks, in the game's order of axes (y, x, z).
 * @returns {{ moved: number[], hit: boolean[] }} how far it got, and on which axes it was stopped
 */
function sweep (serv, box, step) {
  const reach = box.map((v, i) => v + (i < 3 ? Math.min(0, step[i]) : Math.max(0, step[i - 3])))
  const solids = solidsNear(serv, reach)
  const at = [...box]
  const moved = [0, 0, 0]
  for (const axis of [1, 0, 2]) {
    let d = step[axis]
    const others = [0, 1, 2].filter(other => other !== axis)
    for (const solid of solids) {
      if (others.some(o => at[o + 3] - solid[o] < 1e-7 || solid[o + 3] - at[o] < 1e-7)) continue
      if (d > 0 && solid[axis] >= at[axis + 3] - 1e-7) d = Math.min(d, Math.max(0, solid[axis] - at[axis + 3]))
      else if (d < 0 && solid[axis + 3] <= at[axis] + 1e-7) d = Math.max(d, Math.min(0, solid[axis + 3] - at[axis]))
    }
    moved[axis] = d
    at[axis] += d
    at[axis + 3] += d
  }
  return { moved, hit: moved.map((d, axis) => d !== step[axis]) }
}

module.exports = { boxAt, grown, overlap, cellBoxes, solidsNear, sweep }
