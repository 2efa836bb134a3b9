-- Idempotency keys of requests that make queues. No reference: a queue that is deleted is gone, and
-- its key is to say so.
alter table idempotency_key add column queue_entry uuid;
alter table idempotency_key drop constraint idempotency_key_subject;
alter table idempotency_key add constraint idempotency_key_subject
  check (num_nonnulls(run_id, job_id, schedule_id, queue_entry) = 1);
