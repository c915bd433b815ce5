'use strict'
/** flying-squid, unforked, with our plugins in it: its options, and the few places where its defaults must not act. */

const fs = require('fs')
const path = require('path')
const { report } = require('./log')
const { keyed } = require('./random')
const { checkWorld } = require('./store')

/** Our abilities, in the order in which they are set up. One file each. */
const PLUGINS = ['tables', 'repairs', 'world', 'setup', 'time', 'light', 'schedule', 'growth', 'presence', 'chat', 'motion', 'inventory', 'equipment', 'place', 'doors', 'table', 'containers', 'chests', 'experience', 'furnaces', 'fluids', 'buckets', 'falling', 'fire', 'ground', 'dig', 'support', 'leaves', 'farming', 'crops', 'saplings', 'grass', 'signs', 'health', 'death', 'hazards', 'effects', 'eating', 'hunger', 'weather', 'sleep', 'figure', 'creatures', 'arrows', 'entities', 'fight', 'persistence', 'scenario', 'books', 'shows', 'commands']

/** Longer than any run: the world may be paused for as long as its owner thinks. */
const NEVER = 2 ** 31 - 1

/**
 * Start the game.
 * @param {{ seed: number, port: number, world?: string, version: string, scenario: object, rules?: object, testCommands?: boolean }} options
 * @returns {Promise<object>} flying-squid's server object, listening; rejects with a code: EADDRINUSE, EACCES, EWORLD ...
 */
async function startGame ({ seed, port, world, version, scenario, testCommands = false }) {
  if (world) {
    fs.mkdirSync(world, { recursive: true })
    fs.accessSync(world, fs.constants.W_OK)
    checkWorld(world, seed, scenario.terrain ?? 'seeded')
  }
  require('events').defaultMaxListeners = 100 // each plugin listens to 'asap', 'tick' ...
  Math.random = keyed(seed, 'flying-squid') // where upstream throws dice, it throws the seed's dice
  const { createMCServer } = quietly(() => require('flying-squid'))
  const serv = createMCServer({
    version,
    port,
    host: '127.0.0.1',
    'online-mode': false,
    motd: 'Lucidcraft',
    'max-players': 20,
    'max-entities': 10000,
    'view-distance': 6,
    'everybody-op': false, // no server command touches a run
    'player-list-text': { header: { text: '' }, footer: { text: '' } },
    gameMode: 0,
    difficulty: 1,
    worldFolder: world,
    generation: { name: path.join(__dirname, 'terrain', 'index.js'), options: { seed: seed | 0 || 1, terrain: { kind: scenario.terrain ?? 'seeded', seed } } },
    keepAlive: false,
    kickTimeout: NEVER,
    logging: false,
    noConsoleOutput: true,
    hideErrors: true,
    errorHandler: clientError,
    debug () {}, // present: upstream then leaves uncaught errors to us, instead of ending the process
    modpe: false,
    validateChannelProtocol: false, // upstream's own description of plugin channels: checking it takes 0.3 s
    plugins: Object.fromEntries(PLUGINS.map(name => [path.join(__dirname, 'plugins', name + '.js'), {}])),
    lucid: { seed, scenario, testCommands }
  })
  await new Promise((resolve, reject) => {
    serv.once('error', reject)
    serv.once('ready', resolve)
  })
  serv.on('error', error => report('server', error))
  await serv.prepare()
  return serv
}

/** Load flying-squid without its console: that would read commands from our stdin and write a prompt to our stdout. */
function quietly (load) {
  process.browser = true
  require('flying-squid/src/lib/plugins/log')
  delete process.browser
  return load()
}

/** What a socket says when somebody leaves without a word. */
const LEFT = ['ECONNRESET', 'EPIPE']

/** Who sends what cannot be read is cut off, as in vanilla: the parser does not go on behind it. A packet of ours that cannot be written is left out. */
function clientError (client, error) {
  if (!LEFT.includes(error.code)) report('client', error)
  if (!error.field || error.message.startsWith('Parse error')) client.end('broken stream')
}

module.exports = { startGame }
