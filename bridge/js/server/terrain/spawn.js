'use strict'
/**
 * Where players start: on dry, rather level ground under the open sky, as near the origin as it can be, with trees that can be walked to.
 * In a desert or a sea at the origin that is where the next wood begins.
 */

const { SEA } = require('./relief')

const STEP = 8
/** Beyond this many blocks around the origin only every fourth place is looked at, up to FAR. */
const NEAR = 160
const FAR = 1600
/** Trees this near (blocks) count as in walking distance; so many of one wood are wanted, twice as many as a small house takes. */
const WALK = 30
const TREES = 10
/** Columns that can be walked to from there: less is an island, or the bottom of a pit. */
const ROOM = 1800
/** What a body manages on foot. */
const [UP, DOWN] = [1, 3]

/** @returns {number[]} the cell of the feet */
function findSpawn (relief, trees) {
  let first = null
  const height = remembered(relief.height)
  for (const [x, z] of squares()) {
    if (!isOpen(relief, trees, x, z)) continue
    const here = [x, relief.height(x, z) + 1, z]
    first ??= here
    if (isNearWood(relief, x, z) && hasWood(height, trees, x, z)) return here
  }
  return first ?? [0, Math.max(relief.height(0, 0), SEA) + 1, 0]
}

function isOpen (relief, trees, x, z) {
  const y = relief.height(x, z)
  if (y <= SEA || relief.isBeach(x, z, y) || relief.isMouth(x, z)) return false
  for (const [dx, dz] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) if (Math.abs(relief.height(x + dx, z + dz) - y) > 1) return false
  return trees.near(x - 4, z - 4, x + 4, z + 4).length === 0
}

/** A quick look, so that a desert is crossed in no time. */
function isNearWood (relief, x, z) {
  for (let dx = -WALK; dx <= WALK; dx += 15) {
    for (let dz = -WALK; dz <= WALK; dz += 15) {
      const biome = relief.biome(x + dx, z + dz)
      if (/forest|taiga/.test(biome) && relief.cover(x + dx, z + dz, biome) > 0.2) return true
    }
  }
  return false
}

/** Whether enough trees of one wood, and enough land, can be walked to. */
function hasWood (height, trees, x, z) {
  const found = trees.near(x - WALK, z - WALK, x + WALK, z + WALK)
  if (mostOfAWood(found) < TREES) return false
  const wide = 2 * WALK + 1
  const heightAt = i => height(x - WALK + i % wide, z - WALK + Math.floor(i / wide))
  const reached = new Uint8Array(wide * wide)
  const middle = WALK * wide + WALK
  const open = [middle]
  reached[middle] = 1
  let room = 0
  while (open.length) {
    const at = open.pop()
    room++
    const y = heightAt(at)
    for (const to of [at % wide > 0 ? at - 1 : -1, at % wide < wide - 1 ? at + 1 : -1, at - wide, at + wide]) {
      if (to < 0 || to >= reached.length || reached[to]) continue
      const rise = heightAt(to) - y
      if (rise > UP || rise < -DOWN || heightAt(to) < SEA) continue
      reached[to] = 1
      open.push(to)
    }
  }
  return room >= ROOM && mostOfAWood(found.filter(tree => reached[(tree.z - z + WALK) * wide + tree.x - x + WALK])) >= TREES
}

function mostOfAWood (trees) {
  const counts = {}
  for (const { kind } of trees) counts[kind.wood] = (counts[kind.wood] ?? 0) + 1
  return Math.max(0, ...Object.values(counts))
}

/** Heights are asked again and again, from one place after the other. */
function remembered (height) {
  const known = new Map()
  return (x, z) => {
    const key = x * 65536 + z
    let y = known.get(key)
    if (y === undefined) known.set(key, y = height(x, z))
    return y
  }
}

/** Places in growing squares around the origin. */
function * squares () {
  yield [0, 0]
  for (let r = STEP; r <= FAR; r += r < NEAR ? STEP : 4 * STEP) {
    const step = r < NEAR ? STEP : 4 * STEP
    for (let x = -r; x <= r; x += step) for (let z = -r; z <= r; z += step) if (Math.max(Math.abs(x), Math.abs(z)) === r) yield [x, z]
  }
}

module.exports = { findSpawn }
