'use strict'
/** The bot process of a fork: the same `rpc` as index.js, a line of JSON on stdin, a line on stdout. The `javascript` package has one process, and that is the live bot's. */

const { rpc } = require('./index')
const readline = require('readline')

readline.createInterface({ input: process.stdin }).on('line', line => process.stdout.write(rpc(line) + '\n'))
