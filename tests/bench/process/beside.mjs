// Runs the process of a BPMN file by npm's bpmn-engine again and again, completing what waits for a person at once; prints instances a second of
// the processor. The file is read and parsed once, as the engine of the house does.
//   node beside.mjs FILE [SECONDS]
import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { BpmnModdle } from 'bpmn-moddle'
import { Engine } from 'bpmn-engine'

const [file, seconds = '2'] = process.argv.slice(2)
const moddleContext = await new BpmnModdle().fromXML(readFileSync(file, 'utf8'))

async function one() {
  const listener = new EventEmitter()
  listener.on('activity.wait', (api) => api.signal())
  const execution = await new Engine({ name: 'beside', moddleContext }).execute({ listener })
  if (execution.state !== 'idle') await execution.waitFor('end')
}

function processorSeconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

for (let i = 0; i < 50; i++) await one() // compiled while it is warm
const begin = processorSeconds()
let done = 0
do {
  await one()
  done++
} while (processorSeconds() - begin < Number(seconds))
console.log(done / (processorSeconds() - begin))
