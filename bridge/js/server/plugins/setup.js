'use strict'
/**
 * Setting a scene up: what a test or a lab does to the world, and a run never. Reached by the control port, and by chat when the server was started with
 * `testCommands` (commands.js). Each use is kept in serv.ledger, and with the world on disk, for the cheat ledger of whoever runs.
 *
 *     serv.setups[verb] = (player, ...args) => ...   a plugin adds what its mechanic needs; it throws when it cannot
 *     await serv.setup(verb, args, player)           does it and notes it; player: whom it is about, or null
 *
 * Verbs: give name count, clear [name], item slot name [count], tp x y z [yaw pitch], setblock x y z name [properties], fill x y z x y z name [properties], time ticks | add ticks,
 * weather clear|rain|thunder [duration], summon name x y z [data], effect give name [seconds] [amplifier] | clear [name], gamemode name, xp add|set n points|levels,
 * heal, gamerule name value (serv.gamerules, which the mechanics read). A name may carry what vanilla writes behind it: furnace[lit=true], iron_pickaxe{Damage:10}.
 */

const { Vec3 } = require('vec3')

const MODES = ['survival', 'creative', 'adventure', 'spectator']
/** Vanilla's limit of /fill, in blocks. */
const MOST = 32768

module.exports.server = serv => {
  Object.assign(serv, { keeps: {}, playerKeeps: {} }) // persistence.js
  serv.ledger = []
  serv.gamerules = { doDaylightCycle: true, doMobSpawning: true, doWeatherCycle: true, randomTickSpeed: 3 } // Minecraft Wiki, "Game rule"
  const setups = serv.setups = { give, clear, item, tp, setblock, fill, gamemode, gamerule }

  serv.setup = async (verb, args, player) => {
    if (!Object.hasOwn(setups, verb)) throw new Error(`expected one of ${Object.keys(setups).join(', ')}, found ${verb}`)
    await setups[verb](player, ...args)
    const words = args.map(arg => typeof arg === 'object' ? JSON.stringify(arg) : arg)
    serv.ledger.push([verb, ...words, ...(player ? [`for ${player.username}`] : [])].join(' '))
  }

  function give (player, what, count = 1) {
    const { name, tag } = named(what)
    for (let left = number(count); left > 0;) {
      const item = serv.items.made(name, left)
      if (tag.Damage) item.durabilityUsed = Number(tag.Damage)
      item.count = Math.min(left, item.stackSize)
      left -= item.count
      const over = someone(player).give(item)
      if (over) player.toss(over)
    }
  }

  function clear (player, what) {
    const wanted = what && named(what).name
    for (let slot = 1; slot < 46; slot++) if (!wanted || someone(player).inventory.slots[slot]?.name === wanted) player.putSlot(slot, null)
    if (!wanted) player.clearCursor()
  }

  function item (player, slot, what, count = 1) {
    if (!(slot >= 5 && slot < 46)) throw new Error(`expected a slot from 5 to 45, found ${slot}`)
    const stack = serv.items.made(named(what).name, number(count))
    someone(player).putSlot(slot, stack)
  }

  async function tp (player, x, y, z, yaw, pitch) {
    const to = new Vec3(number(x), number(y), number(z))
    await serv.overworld.getColumn(Math.floor(to.x) >> 4, Math.floor(to.z) >> 4)
    someone(player).teleport(to, yaw === undefined ? undefined : { yaw: number(yaw), pitch: number(pitch ?? 0) })
  }

  async function setblock (player, x, y, z, what, properties = {}) {
    const pos = new Vec3(number(x), number(y), number(z)).floored()
    await serv.overworld.getColumn(pos.x >> 4, pos.z >> 4)
    serv.cells.set(pos, stateOf(what, properties))
  }

  async function fill (player, x0, y0, z0, x1, y1, z1, what, properties = {}) {
    const [low, high] = [[x0, x1], [y0, y1], [z0, z1]].map(pair => pair.map(number).sort((a, b) => a - b))
      .reduce(([a, b], [least, most]) => [[...a, Math.floor(least)], [...b, Math.floor(most)]], [[], []])
    const volume = high.reduce((product, v, i) => product * (v - low[i] + 1), 1)
    if (volume > MOST) throw new Error(`expected at most ${MOST} blocks, found ${volume}`)
    const state = stateOf(what, properties)
    for (let cx = low[0] >> 4; cx <= high[0] >> 4; cx++) for (let cz = low[2] >> 4; cz <= high[2] >> 4; cz++) await serv.overworld.getColumn(cx, cz)
    for (let y = low[1]; y <= high[1]; y++) for (let z = low[2]; z <= high[2]; z++) for (let x = low[0]; x <= high[0]; x++) serv.cells.set(new Vec3(x, y, z), state)
  }

  function gamemode (player, mode) {
    const index = MODES.indexOf(mode)
    if (index < 0) throw new Error(`expected one of ${MODES.join(', ')}, found ${mode}`)
    someone(player).setGameMode(index)
  }

  function gamerule (player, rule, value) {
    if (!Object.hasOwn(serv.gamerules, rule)) throw new Error(`expected one of ${Object.keys(serv.gamerules).join(', ')}, found ${rule}`)
    serv.gamerules[rule] = typeof serv.gamerules[rule] === 'number' ? number(value) : String(value) === 'true'
  }

  function stateOf (what, properties) {
    const { name, state } = named(what)
    return serv.states.named(name, { ...state, ...properties })
  }
}

function someone (player) {
  if (!player) throw new Error('expected the name of a player who is here, found none')
  return player
}

function number (value) {
  const parsed = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (!Number.isFinite(parsed)) throw new Error(`expected a number, found ${value}`)
  return parsed
}

/** A name with what vanilla writes behind it: `furnace[facing=west]`, `minecraft:iron_pickaxe{Damage:10}`. */
function named (text) {
  const [, name, state = '', tag = ''] = /^(?:minecraft:)?([a-z0-9_]+)(?:\[(.*?)\])?(?:\{(.*)\})?$/.exec(String(text)) ?? []
  if (!name) throw new Error(`expected a name, found ${text}`)
  const pairs = (list, sign) => Object.fromEntries(list.split(',').filter(Boolean).map(pair => pair.split(sign).map(part => part.trim())))
  return { name, state: pairs(state, '='), tag: pairs(tag, ':') }
}
