'use strict'
/** Sleep in beds, coming back to them, and the weather. */

const BED = 'Minecraft Wiki, "Bed"'
const WEATHER = 'Minecraft Wiki, "Weather"'

/** A bed whose foot is at (2, 0, 0) and whose head is at (2, 0, -1). */
const bed = [['setblock', 2, 0, 0, 'white_bed', { part: 'foot', facing: 'north' }], ['setblock', 2, 0, -1, 'white_bed', { part: 'head', facing: 'north' }]]

/** What the client is told while something runs: keys of messages, kinds of changes of the game's state. */
async function hearing (t, run) {
  const said = []
  const hear = ({ content }) => { const { translate } = JSON.parse(content); if (translate) said.push(translate) }
  const see = ({ reason }) => said.push(reason)
  t.bot._client.on('system_chat', hear)
  t.bot._client.on('game_state_change', see)
  try {
    await run()
  } finally {
    t.bot._client.off('system_chat', hear)
    t.bot._client.off('game_state_change', see)
  }
  return said
}

/** Click the bed, and tell what was said and whether one sleeps. */
async function lie (t, z = 0) {
  const said = await hearing(t, async () => {
    await t.put(2, 0, z)
    await t.tick(3)
  })
  return [said.filter(key => key.startsWith('block.minecraft.bed')), t.bot.isSleeping]
}

const refused = (name, vanilla, setup, key, source = BED) => ({
  name,
  vanilla,
  source,
  setup: [...bed, ['time', 14000], ...setup],
  run: lie,
  expect: [[`block.minecraft.bed.${key}`], false]
})

const at = (time, sleeps) => ({
  name: `sleep at ${time}`,
  vanilla: 'in clear weather one can sleep from 12542 to 23459',
  source: `${BED} (Sleeping)`,
  setup: bed,
  async run (t) {
    await t.setup('gamerule', 'doDaylightCycle', 'false')
    try {
      await t.setup('time', time)
      return (await lie(t))[1]
    } finally {
      if (t.bot.isSleeping) await t.during(t.bot.wake())
      await t.setup('gamerule', 'doDaylightCycle', 'true')
      await t.tick(5)
    }
  },
  expect: sleeps
})

/** Kill the player by a fall and let it come back; answers where. */
async function comeBack (t) {
  await t.setup('tp', 8.5, 60, 8.5)
  await t.until(() => t.health <= 0, 300, 'the fall')
  t.bot.respawn()
  await t.until(() => t.health > 0, 200, 'life')
  await t.tick(70) // nothing hurts who has just come back
  return t.position.map(Math.floor)
}

async function rained (t) {
  await t.setup('weather', 'rain')
  await t.until(() => t.bot.rainState >= 0.999, 150, 'rain')
}

module.exports = [
  {
    name: 'a night is skipped',
    vanilla: 'after 100 ticks in bed it is morning, and one stands beside the bed',
    source: `${BED} (Sleeping)`,
    setup: [...bed, ['time', 14000]],
    async run (t) {
      const [said, asleep] = await lie(t)
      const ticks = 5 + await t.until(() => !t.bot.isSleeping, 200, 'morning')
      await t.tick(25)
      const [x, y, z] = t.position
      return [said, asleep, ticks, t.bot.time.timeOfDay < 60, Math.hypot(x - 2.5, z) < 2.5 && y < 0.6]
    },
    expect: [[], true, { min: 98, max: 108 }, true, true]
  },
  {
    name: 'asleep',
    vanilla: 'who sleeps lies in the bed, which is occupied; getting up ends it',
    source: `${BED}, "Pose" (metadata 6: 2 is sleeping)`,
    setup: [...bed, ['time', 14000]],
    async run (t) {
      await lie(t)
      const lying = [t.bot.entity.metadata[6], t.props(2, 0, 0).occupied, t.props(2, 0, -1).occupied]
      await t.during(t.bot.wake())
      await t.tick(5)
      return [lying, [t.bot.entity.metadata[6], t.props(2, 0, -1).occupied, t.bot.isSleeping], t.bot.time.timeOfDay >= 14000]
    },
    expect: [[2, true, true], [0, false, false], true]
  },
  refused('no sleep by day', 'by day one cannot sleep', [['time', 6000]], 'no_sleep'),
  refused('a bed too far away', 'more than 3 blocks from the bed one cannot sleep', [['tp', -1.3, 0, 0.5]], 'too_far_away'),
  refused('a bed under a block', 'under a whole block one cannot sleep', [['setblock', 2, 1, -1, 'stone']], 'obstructed'),
  refused('a monster near by', 'with a monster within 8 blocks one cannot sleep', [['summon', 'zombie', 7.5, 0, -0.5]], 'not_safe'),
  {
    name: 'a cow near by',
    vanilla: 'only monsters keep one awake',
    source: BED,
    setup: [...bed, ['time', 14000], ['summon', 'cow', 5.5, 0, -0.5]],
    async run (t) {
      const found = await lie(t)
      await t.during(t.bot.wake())
      return found
    },
    expect: [[], true]
  },
  at(12500, false),
  at(12560, true),
  at(23440, true),
  at(23480, false),
  {
    name: 'sleep in a thunderstorm',
    vanilla: 'in a thunderstorm one can sleep by day',
    source: `${BED}, "Thunderstorm"`,
    setup: bed,
    async run (t) {
      await t.setup('weather', 'thunder')
      await t.until(() => t.bot.thunderState >= 0.999, 150, 'thunder')
      const [, asleep] = await lie(t)
      await t.during(t.bot.wake())
      await t.setup('weather', 'clear')
      await t.tick(110)
      return [asleep, t.bot.thunderState]
    },
    expect: [true, 0]
  },
  {
    name: 'an occupied bed',
    vanilla: 'nobody else can sleep in an occupied bed; the night is skipped only when all sleep',
    source: BED,
    setup: [...bed, ['time', 14000]],
    async run (t) {
      const two = await t.other('second')
      await t.setupFor('second', 'tp', 0.5, 0, -1.5)
      await two.tick(5)
      const told = []
      two.bot._client.on('system_chat', ({ content }) => told.push(JSON.parse(content).translate))
      const [, asleep] = await lie(t)
      two.bot._client.write('block_place', { hand: 0, location: t.at(2, 0, 0), direction: 1, cursorX: 0.5, cursorY: 0.5, cursorZ: 0.5, insideBlock: false, sequence: 7 })
      await two.tick(3)
      await t.tick(150)
      await two.tick(1)
      const still = [t.bot.isSleeping, two.bot.isSleeping, two.bot.entities[t.bot.entity.id]?.metadata[6]]
      two.end()
      await t.tick(10)
      return [asleep, told.filter(key => key?.startsWith('block.minecraft.bed')), still, t.bot.isSleeping]
    },
    expect: [true, ['block.minecraft.bed.occupied'], [true, false, 2], false]
  },
  {
    name: 'damage wakes',
    vanilla: 'who is hurt wakes up',
    source: BED,
    setup: [...bed, ['time', 14000]],
    async run (t) {
      const [, asleep] = await lie(t)
      await t.setup('effect', 'give', 'instant_damage', 1, 0)
      await t.tick(5)
      return [asleep, t.bot.isSleeping, t.props(2, 0, -1).occupied]
    },
    expect: [true, false, false]
  },
  {
    name: 'back to the bed',
    vanilla: 'a bed that was used, also by day, is where one comes back',
    source: `${BED} (Setting the spawn point)`,
    setup: bed,
    async run (t) {
      const said = await hearing(t, () => lie(t))
      const [x, y, z] = await comeBack(t)
      return [said.includes('block.minecraft.set_spawn'), Math.hypot(x - 2, z + 0.5) <= 2.1, y]
    },
    expect: [true, true, 0]
  },
  {
    name: 'a bed that is gone',
    vanilla: 'without its bed one comes back to where the world begins, and is told',
    source: `${BED} (Setting the spawn point)`,
    setup: bed,
    async run (t) {
      await lie(t)
      await t.setup('setblock', 2, 0, -1, 'air')
      let far
      const said = await hearing(t, async () => {
        const [x, , z] = await comeBack(t)
        far = Math.hypot(x, z) > 30
      })
      return [said.includes('no_respawn_block_available'), far]
    },
    expect: [true, true]
  },
  {
    name: 'rain begins and ends',
    vanilla: 'rain comes and goes within 100 ticks: a hundredth a tick, and it rains from a fifth on',
    source: `${WEATHER}; vanilla's ServerLevel.advanceWeatherCycle`,
    async run (t) {
      const order = await hearing(t, async () => {
        await t.setup('weather', 'rain')
        await t.tick(110)
      })
      const wet = [t.bot.isRaining, t.bot.rainState > 0.999, order.indexOf('start_raining')]
      await t.setup('weather', 'clear')
      await t.tick(110)
      return [wet, [t.bot.isRaining, t.bot.rainState]]
    },
    expect: [[true, true, { min: 20, max: 22 }], [false, 0]]
  },
  {
    name: 'rain as long as was said',
    vanilla: 'rain ends by itself when its time is over',
    source: `${WEATHER}, "Commands/weather"`,
    async run (t) {
      await t.setup('gamerule', 'doWeatherCycle', 'true')
      await t.setup('weather', 'rain', '10s')
      await t.tick(t.lockstep ? 195 : 170)
      const wet = t.bot.rainState > 0.9
      await t.tick(t.lockstep ? 115 : 150)
      await t.setup('gamerule', 'doWeatherCycle', 'false')
      return [wet, t.bot.rainState]
    },
    expect: [true, 0]
  },
  {
    name: 'rain puts fire out',
    vanilla: 'who burns in the rain stops burning',
    source: 'Minecraft Wiki, "Fire" (Burning damage)',
    setup: [['effect', 'give', 'fire_resistance', 60], ['setblock', 0, 0, 0, 'lava'], ['fill', -2, 4, -2, 2, 4, 2, 'stone']],
    async run (t) {
      await rained(t)
      const flag = () => t.bot.entity.metadata[0] & 1
      await t.setup('tp', 0.5, 0, 0.5)
      await t.tick(3)
      const under = flag()
      await t.setup('tp', 6.5, 0, 0.5)
      await t.tick(3)
      const open = flag()
      await t.setup('setblock', 0, 0, 0, 'air')
      await t.setup('weather', 'clear')
      await t.tick(110)
      return [under, open]
    },
    expect: [1, 0]
  },
  {
    name: 'sleep ends the rain',
    vanilla: 'a night that was slept through ends the rain',
    source: `${BED}, "Weather"`,
    setup: [...bed, ['time', 14000]],
    async run (t) {
      await rained(t)
      await t.setup('gamerule', 'doWeatherCycle', 'true')
      await lie(t)
      await t.until(() => !t.bot.isSleeping, 200, 'morning')
      await t.tick(110)
      await t.setup('gamerule', 'doWeatherCycle', 'false')
      return t.bot.isRaining
    },
    expect: false
  }
]
