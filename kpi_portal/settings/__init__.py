"""Settings: the entrances pick base, tests pick test (this file stays empty, so that test can name its ENV first)."""
