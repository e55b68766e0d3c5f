import {
  to = astro_hibernation_schedule.nights
  id = "clzqv4zop000208l5d1hgbmnx|0 18 * * 1-4|0 7 * * 2-5"
}
