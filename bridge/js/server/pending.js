'use strict'
/**
 * Work that waits for the disk. A tick ends only when none is left: otherwise the outcome would depend on how fast the disk was.
 */

const clock = require('../clock')

let open = 0

/** Count a promise as unfinished work; returns it. */
function tracked (promise) {
  open++
  const done = () => { open-- }
  promise.then(done, done)
  return promise
}

/** Turns of the event loop until `quiet` of them in a row passed without unfinished work. */
async function idle (quiet = 1) {
  for (let still = 0; still < quiet;) {
    await clock.turn()
    still = open === 0 ? still + 1 : 0
  }
}

module.exports = { tracked, idle }
