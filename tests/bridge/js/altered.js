'use strict'
/**
 * Plays what a change of the rules says of itself (Change.shows, bridge/altering) and prints a line of JSON for each: { value } or { error }.
 *
 *     node altered.js '{"port":p,"control":c,"token":"t","shows":[{"do":"dig up","block":"dirt","tool":null,"times":1}, ...]}'
 *
 * What is seen on an altered server must differ from what is seen on an unaltered one.
 */

const { join, clock, ours } = require('../../../benchmarks/js/player')
const { sceneOf } = require('../../../benchmarks/js/scene')
const { Vec3 } = ours('vec3')

const APART = 48
const CLEAN = [['gamemode', 'survival'], ['clear'], ['effect', 'clear'], ['time', 6000], ['heal'], ['gamerule', 'doMobSpawning', 'false'], ['gamerule', 'randomTickSpeed', 0], ['weather', 'clear'], ['xp', 'set', 0, 'levels'], ['xp', 'set', 0, 'points']]
/** Longer than any dig in any world that bridge.alter makes, in ticks. */
const LONG = 1000

const stateOf = block => /_leaves$/.test(block) ? { persistent: true } : {}

async function broken (t, block, tool) {
  if (tool && !t.has(tool)) await t.setup('give', tool)
  if (tool) await t.hold(tool)
  await t.setup('setblock', 0, 0, -2, block, stateOf(block))
  await t.tick(2)
  t.bot._client.write('block_dig', { status: 0, location: t.at(0, 0, -2), face: 1, sequence: 1 })
  for (let n = 0; n < LONG && t.name(0, 0, -2) !== 'air'; n += 60) {
    await t.tick(60)
    t.bot._client.write('block_dig', { status: 2, location: t.at(0, 0, -2), face: 1, sequence: 2 })
    await t.tick(2)
    if (t.name(0, 0, -2) !== 'air') await restart(t, n + 60)
  }
  await t.tick(12)
}

/** A dig that was ended too early begins anew, and lasts longer. */
async function restart (t, sofar) {
  t.bot._client.write('block_dig', { status: 0, location: t.at(0, 0, -2), face: 1, sequence: 1 })
  await t.tick(sofar)
}

async function fired (t, input, fuel) {
  await t.setup('setblock', 0, 0, -2, 'furnace')
  await t.stock([[36, input, 1], [37, fuel, 1]])
  const totals = []
  const note = ({ property, value }) => { if (property === 1 && value) totals.push(value) }
  t.bot._client.on('craft_progress_bar', note)
  await t.open(0, 0, -2)
  for (const [from, to] of [[30, 0], [31, 1]]) {
    await t.rawClick(from, 0, 0)
    await t.rawClick(to, 0, 0)
  }
  await t.tick(4)
  t.bot._client.removeListener('craft_progress_bar', note)
  return totals.at(-1) ?? null
}

const plays = {
  async 'dig up' (t, { block, tool, times }) {
    for (let n = 0; n < times; n++) await broken(t, block, tool)
    const got = t.dropped()
    for (const item of t.bot.inventory.items()) if (item.name !== tool) got[item.name] = (got[item.name] ?? 0) + item.count
    return got
  },

  async 'dig for' (t, { block, tool, ticks }) {
    if (tool) await t.setup('give', tool)
    await t.setup('setblock', 0, 0, -2, block, stateOf(block))
    await t.tick(3)
    if (tool) await t.hold(tool)
    return await t.digFor(0, 0, -2, ticks)
  },

  async wear (t, { block, tool, damage }) {
    await t.setup('give', `${tool}{Damage:${damage}}`)
    await t.setup('setblock', 0, 0, -2, block)
    await t.tick(3)
    await t.hold(tool)
    await t.digFor(0, 0, -2, 200)
    await t.tick(3)
    return t.has(tool)
  },

  async stack (t, { item, counts }) {
    await t.stock(counts.map((count, i) => [36 + i, item, count]))
    await t.rawClick(36, 0, 0)
    await t.rawClick(37, 0, 0)
    const { slots, cursor } = await t.truth()
    return [slots[36], slots[37], cursor]
  },

  async earn (t, { block, tool }) {
    await broken(t, block, tool)
    await t.stand(0.5, 0, -1.5)
    await t.tick(60)
    return t.bot.experience.points
  },

  async craft (t, { grids }) {
    await t.setup('setblock', 0, 0, -2, 'crafting_table')
    const made = []
    for (const grid of grids) {
      await t.setup('clear')
      const names = [...new Set(grid.filter(Boolean))]
      await t.stock(names.map((name, i) => [36 + i, name, grid.filter(cell => cell === name).length]))
      await t.open(0, 0, -2)
      for (const [i, name] of names.entries()) {
        if (grid.filter(cell => cell === name).length !== t.slot(37 + i)[1]) throw new Error(`expected ${name} in hotbar slot ${i}`)
        await t.rawClick(37 + i, 0, 0)
        for (const [cell, wanted] of grid.entries()) if (wanted === name) await t.rawClick(cell + 1, 1, 0)
      }
      await t.tick(2)
      made.push(t.slot(0))
      await t.close()
    }
    return made
  },

  burn: (t, { fuel, input }) => fired(t, input, fuel),

  async smelt (t, { input, ticks }) {
    await fired(t, input, 'lava_bucket')
    await t.tick(ticks)
    return t.slot(2)
  },

  async fall (t, { height, onto }) {
    if (onto) await t.setup('fill', -1, 0, -1, 1, 0, 1, onto)
    await t.tick(3)
    let least = 20
    const note = () => { least = Math.min(least, t.bot.health) }
    t.bot.on('health', note)
    await t.setup('tp', 0.5, height + (onto ? 1 : 0), 0.5)
    await t.tick(60)
    t.bot.removeListener('health', note)
    return least
  },

  async eat (t, { item, ticks }) {
    await t.setup('effect', 'give', 'hunger', 30, 255)
    await t.until(() => t.food <= 10, 400, 'hunger')
    await t.setup('effect', 'clear')
    await t.stock([[36, item, 1]])
    const before = t.food
    await t.use()
    await t.tick(ticks - 2)
    return t.food - before
  },

  async heal (t, { ticks }) {
    await t.setup('tp', 0.5, 14, 0.5)
    await t.until(() => t.health < 15, 100, 'a fall')
    const hurt = t.health
    await t.tick(ticks)
    return t.health - hurt
  },

  async slay (t, { name, by = 'netherite_sword' }) {
    for (const box of [[-1, 0, -3, 1, 1, -3], [-1, 0, -1, 1, 1, -1], [-1, 0, -2, -1, 1, -2], [1, 0, -2, 1, 1, -2]]) await t.setup('fill', ...box, 'glass')
    await t.setup('summon', name, 0.5, 0, -1.5)
    await t.setup('give', by)
    await t.tick(5)
    await t.hold(by)
    let hits = 0
    for (; t.entities(name).length && hits < 40; hits++) {
      t.bot.attack(t.entities(name)[0])
      await t.tick(25)
    }
    await t.tick(25)
    return [hits, t.dropped()]
  },

  async flow (t, { ticks }) {
    await t.setup('setblock', 0, 0, -3, 'water')
    await t.tick(ticks)
    return [1, 2, 3, 4, 5, 6, 7, 8].map(x => t.name(x, 0, -3))
  },

  async renew (t) {
    await t.setup('fill', -1, -1, -3, 1, -1, -3, 'stone')
    await t.setup('fill', -2, 0, -4, 2, 0, -2, 'stone')
    await t.setup('setblock', 0, 0, -3, 'air')
    for (const x of [-1, 1]) await t.setup('setblock', x, 0, -3, 'water')
    await t.tick(40)
    return t.props(0, 0, -3).level ?? null
  },

  async quench (t) {
    await t.setup('setblock', 0, 0, -3, 'lava')
    await t.setup('setblock', 1, 0, -3, 'water')
    await t.tick(20)
    return t.name(0, 0, -3)
  },

  async feed (t, { crop }) {
    await t.setup('setblock', 0, -1, -2, 'farmland', { moisture: 7 })
    await t.setup('setblock', 0, 0, -2, crop)
    await t.setup('give', 'bone_meal')
    await t.tick(3)
    await t.hold('bone_meal')
    await t.put(0, 0, -2, 1)
    return t.props(0, 0, -2).age
  },

  async grow (t, { crop, ticks }) {
    await t.setup('fill', -2, -1, -4, 2, -1, -2, 'farmland', { moisture: 7 })
    await t.setup('fill', -2, 0, -4, 2, 0, -2, crop)
    await t.setup('gamerule', 'randomTickSpeed', 60)
    await t.tick(ticks)
    await t.setup('gamerule', 'randomTickSpeed', 0)
    return [-2, -1, 0, 1, 2].map(x => [-4, -3, -2].map(z => t.props(x, 0, z).age ?? t.name(x, 0, z)))
  },

  async 'use on' (t, { block, item }) {
    await t.setup('give', item)
    await t.setup('setblock', 0, -1, -2, block)
    await t.tick(3)
    await t.hold(item)
    await t.put(0, -1, -2, 1)
    return t.name(0, -1, -2)
  }
}

async function main () {
  const { shows, ...server } = JSON.parse(process.argv[2])
  const client = await join({ ...server, username: 'lucid' })
  const { bot, tick, until } = client
  await until(() => bot.entity.onGround, 100, 'ground')
  const ground = Math.round(bot.entity.position.y)
  for (const [index, show] of shows.entries()) {
    const t = sceneOf(client, new Vec3((index % 40 + 1) * APART, ground, 64 + Math.floor(index / 40) * APART), username => join({ ...server, username }))
    try {
      if (bot.health <= 0) {
        bot.respawn()
        await until(() => bot.health > 0, 100, 'life')
        await tick(10)
      }
      await t.close()
      bot.setQuickBarSlot(0)
      for (const verb of CLEAN) await t.setup(...verb)
      await t.setup('tp', 0.5, 0, 0.5, 180, 0)
      const loaded = () => [-16, 0, 16].every(x => [-16, 0, 16].every(z => bot.blockAt(t.at(x, 0, z))))
      await until(() => bot.entity.position.distanceTo(t.at(0.5, 0, 0.5)) < 1 && loaded() && bot.entity.onGround, 200, 'the plot')
      await tick(3)
      say({ value: await plays[show.do](t, show) })
    } catch (error) {
      say({ error: error.stack })
    }
  }
  client.end()
  process.stdout.write('', () => process.exit(0))
}

function say (line) {
  process.stdout.write(JSON.stringify(line) + '\n')
}

main().catch(error => {
  process.stderr.write(error.stack + '\n')
  clock.real.setTimeout(() => process.exit(1), 50)
})
