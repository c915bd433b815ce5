// A second client, with code of its own: joins a server, walks near a box of cells, and prints what stands in it.
// node witness.js '{"modules":"<dir with node_modules>","host":"127.0.0.1","port":25565,"low":[x,y,z],"high":[x,y,z]}'
// Last line of stdout: {"cells":[[x,y,z,"name","facing" or null],...]} or {"error":"..."}.
const { createRequire } = require('module')
const options = JSON.parse(process.argv[2])
const load = createRequire(options.modules + '/')
const mineflayer = load('mineflayer')
const { pathfinder, Movements, goals } = load('mineflayer-pathfinder')
const { Vec3 } = load('vec3')

const [x0, y0, z0] = options.low
const [x1, y1, z1] = options.high

function end (value) {
  process.stdout.write(JSON.stringify(value) + '\n', () => process.exit(value.error ? 1 : 0))
}

const bot = mineflayer.createBot({ host: options.host, port: options.port, username: 'witness', version: '1.19.4', auth: 'offline', hideErrors: true })
bot.loadPlugin(pathfinder)
bot.on('error', error => end({ error: error.message }))
bot.on('kicked', reason => end({ error: `kicked: ${reason}` }))
bot.on('end', reason => end({ error: `connection ended: ${reason}` }))
setTimeout(() => end({ error: `no answer within 100 s: ${doing}, at ${bot.entity?.position}` }), 100000)
let doing = 'joining'

function loaded () {
  for (let x = x0; x <= x1; x++) for (let z = z0; z <= z1; z++) if (!bot.world.getColumnAt(new Vec3(x, 64, z))) return false
  return true
}

async function approach () {
  doing = 'walking there'
  const movements = new Movements(bot)
  movements.canDig = false
  movements.scafoldingBlocks = []
  bot.pathfinder.setMovements(movements)
  while (!loaded()) {
    const here = bot.entity.position
    const dx = (x0 + x1) / 2 - here.x
    const dz = (z0 + z1) / 2 - here.z
    const part = Math.min(1, 40 / Math.hypot(dx, dz))
    await bot.pathfinder.goto(new goals.GoalNearXZ(here.x + dx * part, here.z + dz * part, 3))
    await bot.waitForTicks(10)
  }
}

bot.once('spawn', async () => {
  try {
    doing = 'waiting for the land'
    for (let n = 0; n < 100 && !loaded(); n++) await bot.waitForTicks(2)
    await approach()
    doing = 'reading'
    await bot.waitForTicks(10)
    const cells = []
    for (let y = y0; y <= y1; y++) {
      for (let z = z0; z <= z1; z++) {
        for (let x = x0; x <= x1; x++) {
          const block = bot.blockAt(new Vec3(x, y, z))
          cells.push([x, y, z, block.name, block.getProperties().facing ?? null])
        }
      }
    }
    end({ cells })
  } catch (error) {
    end({ error: error.message })
  }
})
