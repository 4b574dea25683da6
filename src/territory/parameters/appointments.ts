/** Appointments, queues, draws. */
export const appointmentParameters = {};
