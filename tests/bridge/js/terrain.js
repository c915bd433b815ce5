'use strict'
/** Makes columns of a seed, in the order that is asked for, and tells what is in them: for test_server_seed.py. */

const path = require('path')
const { createHash } = require('crypto')
const { ours } = require('./player')
const { options } = require('./checks')
const { terrainOf } = require(path.join(__dirname, '..', '..', '..', 'bridge', 'js', 'server', 'terrain'))

const registry = ours('prismarine-registry')('1.19.4')
const { seed, columns } = options()
const terrain = terrainOf({ registry, terrain: { kind: 'seeded', seed } })
const SIDES = [[1, 0], [-1, 0], [0, 1], [0, -1]]
const TOP = 200
const UNSUPPORTED = new Set(['water', 'sand', 'gravel', 'cactus', 'sugar_cane', 'snow'])

const made = new Map() // 'x,z' -> { column, names: of its blocks from the bottom to TOP }
for (const [cx, cz] of columns) {
  const column = terrain.column(cx, cz)
  const names = []
  for (let y = -64; y < TOP; y++) for (let z = 0; z < 16; z++) for (let x = 0; x < 16; x++) names.push(registry.blocksByStateId[column.getBlockStateId({ x, y, z })].name)
  made.set(cx + ',' + cz, { column, names })
}

/** Name of the block, undefined in a column that was not made. */
const at = (x, y, z) => made.get((x >> 4) + ',' + (z >> 4))?.names[((y + 64) << 8) | ((z & 15) << 4) | (x & 15)]

/** What is in one column: a hash of its bytes, block -> [how many, lowest, highest], biome -> how many columns, and what should not be. */
function told (cx, cz) {
  const { column } = made.get(cx + ',' + cz)
  const [found, biomes, wrong] = [{}, {}, []]
  for (let i = 0; i < 256; i++) {
    const [x, z] = [cx * 16 + (i & 15), cz * 16 + (i >> 4)]
    const biome = registry.biomes[column.getBiome({ x: x & 15, y: 64, z: z & 15 })].name
    biomes[biome] = (biomes[biome] ?? 0) + 1
    if (biome !== terrain.biomeAt(x, z)) wrong.push(['biome', x, z, biome, terrain.biomeAt(x, z)])
    for (let y = -64; y < TOP; y++) {
      const name = at(x, y, z)
      const entry = found[name] ??= [0, y, y]
      entry[0]++
      entry[2] = y
      entry[1] = Math.min(entry[1], y)
      if (UNSUPPORTED.has(name) && ['air', 'lava'].includes(at(x, y - 1, z))) wrong.push([name + ' over air', x, y, z])
      if (name === 'water' && SIDES.some(([dx, dz]) => at(x + dx, y, z + dz) === 'air')) wrong.push(['water beside air', x, y, z])
      if (name === 'cactus' && SIDES.some(([dx, dz]) => at(x + dx, y, z + dz) !== 'air')) wrong.push(['cactus beside something', x, y, z])
    }
  }
  return { hash: createHash('sha256').update(column.dump()).digest('hex'), found, biomes, wrong }
}

const all = Object.fromEntries(columns.map(([cx, cz]) => [cx + ',' + cz, told(cx, cz)]))
process.stdout.write(JSON.stringify({ columns: all, spawn: terrain.spawn() }) + '\n')
