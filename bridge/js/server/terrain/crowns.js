'use strict'
/**
 * The shapes of trees (Minecraft Wiki, Java Edition 1.19, "Tree" and "Custom feature": the foliage placers of blob, spruce and pine).
 * A crown is rows of leaves: squares around the trunk, the radius by row, with or without their corners.
 */

/** How far any crown reaches from the trunk. */
const REACH = 3

/** Oak and birch: two wide rows, two narrow ones; corners by chance, those of the top never. */
function blob (least) {
  return dice => {
    const height = least + Math.floor(dice() * 3)
    const rows = []
    for (let dy = height; dy >= height - 3; dy--) rows.push({ dy, r: dy < height - 1 ? 2 : 1, corners: dy === height ? null : dice })
    return { height, rows }
  }
}

/** Spruce: a cone of skirts that widen from row to row and begin anew. */
function spruce (dice) {
  const roll = count => Math.floor(dice() * count)
  const height = 5 + roll(3) + roll(2)
  const widest = 2 + roll(2)
  const above = roll(3)
  const below = Math.max(4, height - 1 - roll(2))
  const rows = []
  let [r, limit, from] = [roll(2), 1, 0]
  for (let dy = above; dy >= -below; dy--) {
    rows.push({ dy: height + dy, r, corners: null })
    if (r >= limit) {
      r = from
      from = 1
      limit = Math.min(limit + 1, widest)
    } else r++
  }
  return { height, rows }
}

/** Pine: the spruce with a bare trunk and a small crown. */
function pine (dice) {
  const roll = count => Math.floor(dice() * count)
  const height = 6 + roll(5)
  const deep = 3 + roll(2)
  const widest = Math.min(REACH, 1 + roll(height - deep + 1))
  const rows = []
  let r = 0
  for (let dy = 1; dy >= 1 - deep; dy--) {
    rows.push({ dy: height + dy, r, corners: null })
    if (r >= 1 && dy === 2 - deep) r--
    else if (r < widest) r++
  }
  return { height, rows }
}

/** By kind: the wood, and the shape that a stream of dice throws: { height: logs, rows: [{ dy, r, corners }] }. */
const SHAPES = {
  oak: { wood: 'oak', shape: blob(4) },
  birch: { wood: 'birch', shape: blob(5) },
  spruce: { wood: 'spruce', shape: spruce },
  pine: { wood: 'spruce', shape: pine }
}

/**
 * Each leaf of a crown, relative to the lowest log, with its distance from the trunk along leaves (1 to 6).
 * @param {{ height: number, rows: object[] }} tree
 * @param {(dx: number, dy: number, dz: number, distance: number) => void} put
 */
function leaves ({ height, rows }, put) {
  for (const { dy, r, corners } of rows) {
    for (let dx = -r; dx <= r; dx++) {
      for (let dz = -r; dz <= r; dz++) {
        if (r > 0 && Math.abs(dx) === r && Math.abs(dz) === r && !(corners && corners() < 0.5)) continue
        put(dx, dy, dz, Math.min(6, Math.max(1, Math.abs(dx) + Math.abs(dz) + Math.max(0, dy - height + 1))))
      }
    }
  }
}

module.exports = { SHAPES, REACH, leaves }
