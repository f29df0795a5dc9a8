// What the programs of the JavaScript peers have in common: the entries, two clocks, and how the figures are told.
// PROGRAM append|replicate|cold FOLDER BATCH COUNT; FOLDER holds entries.jsonl, and the replicas go to FOLDER/a and FOLDER/b.

import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [phase, folder, batch, count] = process.argv.slice(2)

export const place = { entries: `${folder}/entries.jsonl`, a: `${folder}/a`, b: `${folder}/b` }
export const size = Number(batch)
export const entries = Number(count)

export async function * batches () {
  let part = []
  for await (const line of createInterface({ input: createReadStream(place.entries) })) {
    part.push(line)
    if (part.length === size) {
      yield part
      part = []
    }
  }
  if (part.length) yield part
}

const spent = { wall: 0, cpu: 0 }

// Runs some work and adds the seconds that it takes; what lies between two calls is not counted.
export async function timed (work) {
  const wall = performance.now()
  const cpu = process.cpuUsage()
  const result = await work()
  const used = process.cpuUsage(cpu)
  spent.wall += (performance.now() - wall) / 1e3
  spent.cpu += (used.user + used.system) / 1e6
  return result
}

export function must (holds, what) {
  if (!holds) throw new Error(what)
}

export async function run (phases) {
  await phases[phase]()
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024
  process.stdout.write(JSON.stringify({ ...spent, peak }), () => process.exit(0))
}
