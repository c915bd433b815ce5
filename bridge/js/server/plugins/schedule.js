'use strict'
/**
 * Block ticks: what happens at a cell some ticks after its cause, as in vanilla (Minecraft Wiki, "Tick", scheduled tick).
 *
 * serv.schedule(pos, ticks, kind)                 one pending for each cell and kind: while it waits, another is passed over
 * serv.scheduled.set(kind, (pos) => ...)          what happens then; a cell may be scheduled again from within
 * serv.isScheduled(pos, kind)
 *
 * They run before all that moves: by tick, then in the order in which they were scheduled, liquids after all others. No more than BUDGET in one tick: the rest
 * goes on in the next. Away from players they wait until somebody comes near. They are saved with the world.
 */

const { Vec3 } = require('vec3')
const { guarded } = require('../log')

/** How many run in one tick. Vanilla allows 65,536, in a tick that may then take seconds. */
const BUDGET = 2000
/** How far from a player things go on, in chunks: vanilla's default simulation distance. */
const SIMULATED = 10
/** Ticks until a cell that is away from all players is looked at again. */
const AWAY = 20
/** Vanilla's fluid ticks: they have a turn of their own after the blocks'. */
const LIQUIDS = new Set(['water', 'flowing_water', 'lava', 'flowing_lava'])

module.exports.server = serv => {
  serv.scheduled = new Map()
  const waiting = new Map() // 'x,y,z,kind' -> entry
  const byTick = new Map() // tick -> entries, in the order in which they were scheduled
  let left = [] // from earlier ticks
  let count = 0

  const keyOf = ({ x, y, z }, kind) => `${x},${y},${z},${kind}`

  serv.isScheduled = (pos, kind) => waiting.has(keyOf(pos, kind))

  serv.schedule = (pos, ticks, kind) => {
    const key = keyOf(pos, kind)
    if (waiting.has(key)) return
    add({ key, x: pos.x, y: pos.y, z: pos.z, kind, due: serv.tickCount + Math.max(1, ticks), n: count++ })
  }

  function add (entry) {
    waiting.set(entry.key, entry)
    const { due } = entry
    if (byTick.has(due)) byTick.get(due).push(entry)
    else byTick.set(due, [entry])
  }

  serv.on('tick', () => {
    const due = byTick.get(serv.tickCount) ?? []
    byTick.delete(serv.tickCount)
    const all = left.concat(due)
    left = []
    if (all.length === 0) return
    const near = nearness()
    const now = []
    for (const entry of all) {
      if (!near(entry)) add({ ...entry, due: serv.tickCount + AWAY, n: count++ })
      else if (now.length === BUDGET) left.push(entry)
      else now.push(entry)
    }
    for (const entry of now) waiting.delete(entry.key)
    for (const liquid of [false, true]) for (const entry of now) if (LIQUIDS.has(entry.kind) === liquid) run(entry)
  })

  const run = guarded('schedule', ({ x, y, z, kind }) => serv.scheduled.get(kind)?.(new Vec3(x, y, z)))

  /** Whether an entry is in a loaded column near a player; each column is asked for once a tick. */
  function nearness () {
    const columns = new Map()
    return ({ x, z }) => {
      const key = (x >> 4) + ',' + (z >> 4)
      if (!columns.has(key)) columns.set(key, serv.cells.at(x, 0, z) !== null && serv.players.some(player => within(player.position, x, z)))
      return columns.get(key)
    }
  }

  const within = (at, x, z) => Math.max(Math.abs((Math.floor(at.x) >> 4) - (x >> 4)), Math.abs((Math.floor(at.z) >> 4) - (z >> 4))) <= SIMULATED

  serv.keeps.schedule = {
    save: () => [...waiting.values()].sort((a, b) => a.due - b.due || a.n - b.n).map(({ x, y, z, kind, due }) => [x, y, z, kind, due]),
    load (saved) {
      for (const [x, y, z, kind, due] of saved) add({ key: keyOf({ x, y, z }, kind), x, y, z, kind, due: Math.max(due, serv.tickCount + 1), n: count++ })
    }
  }
}
