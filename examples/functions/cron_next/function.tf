locals {
  hibernate_at_cron = "0 18 * * 1-5"
  wake_at_cron      = "0 7 * * 1-5"

  friday = "2026-03-06T12:00:00Z"
  sleeps = provider::astro::cron_next(local.hibernate_at_cron, local.friday)
  wakes  = provider::astro::cron_next(local.wake_at_cron, local.sleeps)
}

# A mistake in one of the crons shows before a Deployment sleeps for months.
check "sleeps_no_longer_than_a_weekend" {
  assert {
    condition     = timecmp(local.wakes, timeadd(local.sleeps, "64h")) <= 0
    error_message = "It sleeps from ${local.sleeps} to ${local.wakes}."
  }
}

output "wakes" {
  value = local.wakes # 2026-03-09T07:00:00Z
}
