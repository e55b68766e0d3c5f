# deployment_id|hibernate_at_cron|wake_at_cron, in quotes because of the asterisks:
terraform import astro_hibernation_schedule.nights 'clzqv4zop000208l5d1hgbmnx|0 18 * * 1-4|0 7 * * 2-5'
