'use strict'
/**
 * The world on disk: altered chunks as anvil regions, level.dat, players (upstream's formats), and lucidcraft.json for what upstream has no place for.
 * Chunks that nobody altered are made again from the seed. Written when asked (serv.saveAll) and when a player leaves.
 */

const fs = require('fs')
const path = require('path')
const playerDat = require('flying-squid/src/lib/playerDat')
const { tracked } = require('../pending')

const FILE = 'lucidcraft.json'

module.exports.server = (serv, options) => {
  const folder = options.worldFolder
  const { seed, scenario } = options.lucid

  let saving = Promise.resolve()

  /** Write what has changed, with `leaving` among the players. Answers whether there is a folder to write to. */
  serv.saveAll = (leaving = []) => {
    saving = saving.then(() => save(leaving))
    return tracked(saving)
  }

  async function save (leaving) {
    if (!folder) return false
    const { storageProvider, columns } = serv.overworld
    for (const [key, column] of serv.alteredColumns) {
      if (column.saved) continue
      column.saved = true
      await storageProvider.save(column.x, column.z, columns[key])
    }
    for (const player of new Set([...serv.players, ...leaving])) await player.store()
    write()
    return true
  }

  function write () {
    const record = {
      seed,
      terrain: scenario.terrain ?? 'seeded',
      spawn: serv.spawnPoint.toArray(),
      tick: serv.tickCount,
      time: serv.time,
      altered: [...serv.alteredColumns.values()].map(({ x, z }) => [x, z]),
      dug: [...serv.digCounts],
      thrown: [...serv.throwCounts],
      lying: serv.lying()
    }
    const file = path.join(folder, FILE)
    fs.writeFileSync(file + '.new', JSON.stringify(record))
    fs.renameSync(file + '.new', file) // whole or not at all
  }

  /** Take up a saved world. Answers whether there was one. */
  serv.restore = async () => {
    const record = folder && readRecord(folder)
    if (!record) return false
    serv.tickCount = record.tick
    serv.time = record.time
    serv.spawnPoint.set(...record.spawn)
    for (const [x, z] of record.altered) {
      await serv.overworld.getColumn(x, z)
      serv.alteredColumns.set(x + ',' + z, { x, z, saved: true })
    }
    for (const [place, count] of record.dug) serv.digCounts.set(place, count)
    for (const [place, count] of record.thrown) serv.throwCounts.set(place, count)
    for (const stack of record.lying) serv.lay(stack)
    return true
  }
}

module.exports.player = (player, serv) => {
  player.on('asap', () => {
    const store = player.save
    player.store = () => store.call(player)
    player.save = () => serv.saveAll([player]) // upstream's moments: all or nothing, so that nothing is both carried and lying
  })
}

function readRecord (folder) {
  const file = path.join(folder, FILE)
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null
}

/**
 * Refuse a folder that holds another world, before anything is written to it.
 * @throws Error with code EWORLD
 */
function checkWorld (folder, seed, terrain) {
  const record = folder && readRecord(folder)
  if (!record || (record.seed === seed && record.terrain === terrain)) return
  const found = `seed ${record.seed}, ${record.terrain}`
  throw Object.assign(new Error(`expected a world of seed ${seed}, ${terrain}, found one of ${found} in ${folder}: give that seed, or another folder`), { code: 'EWORLD' })
}

// A tick ends only when what a player left on disk is read: upstream would read it while time goes on.
// And what lies in a crafting grid or hangs on the cursor is saved as carried: upstream would save a grid as hotbar.
const { read, save } = playerDat
playerDat.read = (...args) => tracked(read(...args))
playerDat.save = (player, ...rest) => save(Object.create(player, { inventory: { value: { slots: player.settledSlots() } } }), ...rest)

module.exports.checkWorld = checkWorld
