export { dueJobs, reminderTimes, runDue, type DueJob, type DueReport } from './due.ts';
export { installJobs } from './install.ts';
export { cancelJob, countJobs, enqueue, enqueueAll, enqueueTogether, type JobCounts, type JobOptions, type NewJob } from './queue.ts';
export { findAct, follow, REACT, reactTask, type DoneAct, type Reaction, type Reactions } from './reactions.ts';
export { failureCode, JobFailed, type Attempt, type Task, type Tasks } from './task.ts';
export { startWorker, type JobReport, type Worker, type WorkerOptions } from './worker.ts';
