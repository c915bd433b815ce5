'use strict'
/**
 * The embedded Minecraft server process.
 *
 *     node main.js '{"seed":1,"port":0,"world":"folder","token":"hex","lockstep":true,"scenario":{}}'
 *
 * Options: seed (integer), port (0: any free one), world (folder, made if missing; left out: nothing is saved), token (what a client of the control port
 * must show), lockstep (default true: time stands still until the control port moves it; false: real time), version (default 1.19.4),
 * scenario ({ terrain, spawn, inventory, blocks }: see scenario.js), rules (what is altered in rules/*.json: see rules.js), testCommands (default
 * false: the verbs of setup.js as chat commands). Everything listens on 127.0.0.1 only.
 *
 * Prints one line of JSON on stdout: {"ready":true,"port":p,"control":c,"spawn":[x,y,z]}, or {"error":"...","code":"..."} and ends with 1.
 * Ends when stdin ends. Ignores SIGINT: whoever started it decides.
 */

process.noDeprecation = true // upstream's; stderr is for what matters
require('module').enableCompileCache?.(require('path').join(__dirname, '..', 'node_modules', '.cache')) // where it cannot be written, starting takes a little longer
const clock = require('../clock').install()

process.on('SIGINT', () => {})
process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume()

const { report } = require('./log')
process.on('uncaughtException', error => report('uncaught', error))
process.on('unhandledRejection', error => report('unhandled', error))

async function main () {
  const options = { version: '1.19.4', lockstep: true, port: 0, scenario: {}, ...JSON.parse(process.argv[2] ?? '{}') }
  require('./rules').overlay(options.rules ?? {})
  const serv = await require('./game').startGame(options)
  const control = await require('./control').listen(serv, options)
  if (!options.lockstep) control.follow(true)
  say({ ready: true, port: serv.listeningPort, control: control.port, spawn: serv.spawnPoint.toArray() })
}

function say (line) {
  process.stdout.write(JSON.stringify(line) + '\n')
}

main().catch(error => {
  say({ error: error.message, code: error.code ?? 'EFAILED' })
  report('start', error)
  clock.real.setTimeout(() => process.exit(1), 50) // let both lines out
})
