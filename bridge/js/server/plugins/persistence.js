'use strict'
/**
 * The world on disk (store.js), and the players who were here. Chunks that nobody altered are made again from the seed.
 *
 * serv.saveAll()     saves now; answers whether there is a folder. Besides, it is saved once a second of real time, and when a player comes or goes
 * serv.restore()     takes up a saved world; answers whether there was one
 * serv.keeps[name] = { save: () => data, load: data => {} }                        what a plugin wants to find again, as JSON; loaded in the order in which
 *   they were set, when the altered columns are there; then serv emits 'restored'
 * serv.playerKeeps[name] = { save: player => data, load: (player, data) => {} }    the same for each player, loaded before 'spawned'
 */

const { Vec3 } = require('vec3')
const playerDat = require('flying-squid/src/lib/playerDat')
const convert = require('flying-squid/src/lib/convertInventorySlotId')
const { storeOf } = require('../store')
const { report } = require('../log')
const clock = require('../../clock')

/** Real milliseconds between two saves: what a killed process loses at most. They change nothing in the world. */
const EVERY = 1000

module.exports.server = (serv, options) => {
  const { seed, scenario } = options.lucid
  const store = options.worldFolder ? storeOf(options.worldFolder, serv.registry) : null
  const players = new Map() // uuid -> record of everybody who was ever here
  let last = clock.real.performance.now()

  serv.once('pluginsReady', () => {
    if (store) serv.overworld.storageProvider = { load: async (x, z) => store.load(x, z), save: async () => {} }
  })

  serv.saveAll = async (leaving = []) => {
    for (const player of new Set([...serv.players, ...leaving])) if (player.restored) players.set(player.uuid, recordOf(player))
    if (!store) return false
    const altered = [...serv.alteredColumns.entries()].filter(([, { saved }]) => !saved)
    store.save({
      seed,
      terrain: scenario.terrain ?? 'seeded',
      spawn: serv.spawnPoint.toArray(),
      tick: serv.tickCount,
      time: serv.time,
      dug: [...serv.digCounts],
      thrown: [...serv.throwCounts],
      lying: serv.lying(),
      ledger: serv.ledger,
      players: [...players],
      kept: Object.fromEntries(Object.entries(serv.keeps).map(([name, { save }]) => [name, save()]))
    }, altered.map(([key, { x, z }]) => [x, z, serv.overworld.columns[key]]))
    for (const [, column] of altered) column.saved = true
    last = clock.real.performance.now()
    return true
  }

  serv.on('tick', () => {
    if (store && clock.real.performance.now() - last >= EVERY) Promise.resolve().then(() => serv.saveAll()).catch(error => report('save', error)) // when the tick is over
  })

  serv.restore = async () => {
    const record = store?.open()
    if (!record) return false
    serv.tickCount = record.tick
    serv.time = record.time
    serv.spawnPoint.set(...record.spawn)
    for (const [key] of record.columns) {
      const [x, z] = key.split(',').map(Number)
      await serv.overworld.getColumn(x, z)
      serv.alteredColumns.set(key, { x, z, saved: true })
    }
    for (const [place, count] of record.dug) serv.digCounts.set(place, count)
    for (const [place, count] of record.thrown) serv.throwCounts.set(place, count)
    for (const stack of record.lying) serv.lay(stack)
    for (const [uuid, player] of record.players) players.set(uuid, player)
    serv.ledger.push(...record.ledger)
    for (const [name, { load }] of Object.entries(serv.keeps)) if (record.kept[name] !== undefined) load(record.kept[name])
    serv.emit('restored')
    return true
  }

  /** A player as it is saved: with every window closed. */
  function recordOf (player) {
    const { health, food, gameMode, xp, heldItemSlot, look, position, username } = player
    const slots = player.settledSlots().map((item, slot) => item && { slot, ...serv.items.saved(item) }).filter(Boolean)
    const kept = Object.fromEntries(Object.entries(serv.playerKeeps).map(([name, { save }]) => [name, save(player)]))
    return { username, health, food, gameMode, xp, heldItemSlot, look, at: position.toArray(), slots, kept }
  }

  // upstream's own files, which it reads and writes apart from all else
  playerDat.read = async (uuid, spawnPoint) => {
    const record = players.get(uuid)
    if (!record) return { player: { ...playerDat.playerDefaults, position: spawnPoint.clone() }, inventory: [], record: null }
    const { health, food, gameMode, xp, heldItemSlot, look, at, slots } = record
    const inventory = slots.map(({ slot, item, count, nbt }) =>
      ({ Slot: { value: convert.toNBT(slot) }, id: { value: 'minecraft:' + item }, Count: { value: count }, tag: nbt }))
    return { player: { health, food, gameMode, xp, heldItemSlot, look, position: new Vec3(...at) }, inventory, record }
  }
  playerDat.save = async () => {}
}

module.exports.player = (player, serv) => {
  player.restored = false

  player.on('asap', () => {
    player.save = () => serv.saveAll([player]) // upstream's moments: all or nothing, so that nothing is both carried and lying
    player.prependListener('spawned', () => {
      const { record } = player._playerData
      for (const [name, { load }] of Object.entries(serv.playerKeeps)) if (record?.kept[name] !== undefined) load(player, record.kept[name])
      player.restored = true
    })
  })
}
