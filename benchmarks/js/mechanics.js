'use strict'
/**
 * Plays the cases of mechanics/<topic>.js on a server and prints one line of JSON for each: { topic, name, vanilla, source, ok, value, expect } or with
 * `error` instead of `value`.
 *
 *     node mechanics.js '{"host":"127.0.0.1","port":25565,"control":c,"token":"t","topics":["dig"]}'
 *
 * `only`: { topic: [names of cases] } leaves the others out; `warp`: not faster than so many times real time (default: as fast as it goes).
 * `list`: true tells what cases there are, and plays none.
 * Without `control` the server is foreign: flat, peaceful at noon, and the player `lucid` is an operator there.
 * A topic exports a list of cases { name, vanilla, source, setup: [[verb, ...args], ...], run: async t => value, expect }: see scene.js for `t` and the verbs.
 * `expect` is a literal; { min, max } anywhere in it stands for a number within; with min 0 it may be missing.
 */

const fs = require('fs')
const path = require('path')
const { isDeepStrictEqual } = require('util')
const { join, clock, ours } = require('./player')
const { sceneOf } = require('./scene')
const { Vec3 } = ours('vec3')

const FOLDER = path.join(__dirname, 'mechanics')
/** Plots are so far apart that nothing reaches from one to the next. */
const APART = 64
/** What every case begins with; the second list is passed over by a server that does not know it. */
const CLEAN = [['gamemode', 'survival'], ['clear'], ['time', 6000], ['heal']]
const CLEANER = [['gamerule', 'doMobSpawning', 'false'], ['gamerule', 'doWeatherCycle', 'false'], ['weather', 'clear'], ['effect', 'clear'], ['xp', 'set', 0, 'levels'], ['xp', 'set', 0, 'points']]

async function main () {
  const { topics, only, list, ...server } = JSON.parse(process.argv[2])
  const names = fs.readdirSync(FOLDER).filter(file => file.endsWith('.js')).map(file => file.slice(0, -3)).sort()
  if (new Set(names.map(row)).size !== names.length) throw new Error('expected a row of plots for each topic: rename the newest')
  if (list) {
    for (const topic of names) for (const { name, vanilla, source, expect } of require(path.join(FOLDER, topic))) say({ topic, name, vanilla, source, ok: false, expect })
    return process.stdout.write('', () => process.exit(0))
  }
  const client = await join({ ...server, username: 'lucid' })
  await client.until(() => client.bot.entity.onGround, 100, 'ground')
  const ground = Math.round(client.bot.entity.position.y)
  for (const topic of topics ?? names) {
    for (const [index, each] of require(path.join(FOLDER, topic)).entries()) {
      const { name, vanilla, source, expect } = each
      if (only?.[topic] && !only[topic].includes(name)) continue
      const origin = new Vec3((index + 1) * APART, ground, row(topic) * APART)
      const began = clock.now()
      const answer = await played(client, each, sceneOf(client, origin, username => join({ ...server, username })))
      say({ topic, name, vanilla, source, ok: answer.error === undefined && fits(answer.value, expect), expect, brand: client.bot.game.serverBrand ?? '', ticks: Math.round((clock.now() - began) / 50), ...answer })
    }
  }
  client.end()
  process.stdout.write('', () => process.exit(0))
}

/** Which row of plots belongs to a topic: by its name alone, so that new topics move none. */
function row (topic) {
  let h = 7
  for (const c of topic) h = (h * 31 + c.charCodeAt(0)) % 8191
  return h + 8
}

async function played ({ bot, tick, until }, { setup = [], run }, t) {
  try {
    if (bot.health <= 0) {
      bot.respawn()
      await until(() => bot.health > 0, 100, 'life')
      await tick(10)
    }
    await t.close()
    bot.clearControlStates()
    bot.setQuickBarSlot(0)
    for (const verb of CLEAN) await t.setup(...verb)
    for (const verb of CLEANER) await t.setup(...verb).catch(() => {})
    await t.setup('tp', 0.5, 0, 0.5, 180, 0)
    const here = () => bot.entity.position.distanceTo(t.at(0.5, 0, 0.5)) < 1
    const loaded = () => [-16, 0, 16].every(x => [-16, 0, 16].every(z => bot.blockAt(t.at(x, 0, z))))
    await until(() => here() && loaded() && bot.entity.onGround, 200, 'the plot')
    for (const verb of setup) await t.setup(...verb)
    await tick(t.lockstep ? 3 : 10)
    return { value: JSON.parse(JSON.stringify(await run(t) ?? null)) }
  } catch (error) {
    return { error: error.stack }
  }
}

/** Whether a value is what was expected. */
function fits (value, expect) {
  if (expect === null || typeof expect !== 'object') return isDeepStrictEqual(value, expect)
  if ('min' in expect || 'max' in expect) return typeof value === 'number' && value >= (expect.min ?? -Infinity) && value <= (expect.max ?? Infinity)
  if (value === null || typeof value !== 'object' || Array.isArray(value) !== Array.isArray(expect)) return false
  const maybe = key => !Array.isArray(expect) && expect[key]?.min === 0 && !Object.hasOwn(value, key)
  return Object.keys(value).every(key => Object.hasOwn(expect, key)) && Object.keys(expect).every(key => maybe(key) || fits(value[key], expect[key]))
}

function say (line) {
  process.stdout.write(JSON.stringify(line) + '\n')
}

main().catch(error => {
  process.stderr.write(error.stack + '\n')
  clock.real.setTimeout(() => process.exit(1), 50)
})
