import fc from 'fast-check';

// Every property of the run starts from the seed that bin/sitt.mjs prints; SITT_SEED=… plays it again.
fc.configureGlobal({ seed: Number(process.env['SITT_SEED']) });
