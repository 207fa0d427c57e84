// Preloaded to learn what a process has used: peak memory in MB and CPU time in ms, to file descriptor 3 when it ends.
const { writeSync } = require('node:fs');
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  writeSync(3, JSON.stringify({ memoryMb: (maxRSS * 1024) / 1e6, cpuMs: (userCPUTime + systemCPUTime) / 1000 }));
});
