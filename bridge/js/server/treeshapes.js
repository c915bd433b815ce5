'use strict'
/**
 * The shapes of trees that grow from saplings (Minecraft Wiki, "Tree"; vanilla's trunk and foliage placers). Large and mangrove trees are left out.
 *
 * shapes[name](height, dice) -> { logs: [[dx, dy, dz]], leaves: [[dx, dy, dz]] }, relative to the sapling
 */

/** A square layer of leaves around a middle. `skip(dx, dz)`: what is left out, asked with distances. */
function layer (leaves, [x, y, z], radius, skip) {
  for (let dx = -radius; dx <= radius; dx++) {
    for (let dz = -radius; dz <= radius; dz++) {
      if (!skip(Math.abs(dx), Math.abs(dz))) leaves.push([x + dx, y, z + dz])
    }
  }
}

const trunk = height => Array.from({ length: height }, (_, dy) => [0, dy, 0])

/** Oaks, birches and small jungle trees: two wide layers of leaves under two narrow ones; corners are there by chance, at the top never. */
function blob (height, dice) {
  const leaves = []
  for (let down = 0; down <= 3; down++) {
    const radius = down < 2 ? 1 : 2
    layer(leaves, [0, height - down, 0], radius, (dx, dz) => dx === radius && dz === radius && (down === 0 || dice() < 0.5))
  }
  return { logs: trunk(height), leaves }
}

/** Spruces: layers that widen downwards, again and again. */
function cone (height, dice) {
  const leaves = []
  const widest = 2 + Math.floor(dice() * 2)
  const offset = Math.floor(dice() * 3)
  const foliage = Math.max(4, height - 1 - Math.floor(dice() * 2))
  let radius = Math.floor(dice() * 2)
  let limit = 1
  let next = 0
  for (let dy = offset; dy >= -foliage; dy--) {
    const r = radius
    layer(leaves, [0, height + dy, 0], r, (dx, dz) => dx === r && dz === r && r > 0)
    if (radius >= limit) {
      radius = next
      next = 1
      limit = Math.min(limit + 1, widest)
    } else radius++
  }
  return { logs: trunk(height), leaves }
}

/** Acacias: a trunk that leans, and often a second one; flat crowns. */
function fork (height, dice) {
  const ways = [[0, -1], [1, 0], [0, 1], [-1, 0]]
  const logs = []
  const leaves = []
  const crown = ([x, y, z], wide) => {
    layer(leaves, [x, y - 1, z], 2 + wide, (dx, dz) => dx === 2 + wide && dz === 2 + wide)
    layer(leaves, [x, y, z], 1 + wide, (dx, dz) => (dx > 1 || dz > 1) && dx !== 0 && dz !== 0)
  }
  const way = Math.floor(dice() * 4)
  const bend = height - Math.floor(dice() * 4) - 1
  let [x, z, left] = [0, 0, 3 - Math.floor(dice() * 3)]
  for (let y = 0; y < height; y++) {
    if (y >= bend && left-- > 0) {
      x += ways[way][0]
      z += ways[way][1]
    }
    logs.push([x, y, z])
  }
  crown([x, height, z], 1)
  const other = Math.floor(dice() * 4)
  if (other === way) return { logs, leaves }
  let y = bend - Math.floor(dice() * 2) - 1
  let top = null
  ;[x, z] = [0, 0]
  for (let n = 1 + Math.floor(dice() * 3); y < height && n > 0; y++, n--) {
    if (y < 1) continue
    x += ways[other][0]
    z += ways[other][1]
    logs.push([x, y, z])
    top = [x, y + 1, z]
  }
  if (top) crown(top, 0)
  return { logs, leaves }
}

module.exports = { blob, cone, fork }
